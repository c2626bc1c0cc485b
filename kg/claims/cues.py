"""The words right before and right after a figure that tell how it is meant, as patterns."""

import re

_GAIN_NOUN = (
    r"improvements?|gains?|increases?|boosts?|speed[ -]?ups?|accelerations?|reductions?|decreases?|savings?"
    r"|enhancements?|uplifts?|advantages?|raise|jump|lift|margins?|compressions?"
    r"|increments?|rise(?! time)|benefits?|cut|efficiency|shrinkage"
)
_PURE_LOSS = (
    r"loss(?:es)?|drops?|degradations?|declines?|regressions?|deteriorations?|gaps?|sacrifice|penalt(?:y|ies)"
    r"|overheads?|slowdowns?"
)
_ADJECTIVE = (
    r"faster|higher|lower|less|fewer|more|better|smaller|larger|greater|shorter|longer|cheaper|reduced|improved"
    r"|increased|quicker|slower|worse|finer|lighter|decreased|enhanced|bigger|simpler"
    r"|stronger|deeper|denser|speedier|superior"
)
_AVERAGE = (
    r"(?:\s?(?:,|(?:on average|in average|average|geomean|relative|absolute|overall|approximately|only|just|maximum"
    r"|peak|about|a|an|the|up to)\b))*"
)
_MIDDLE = (
    r"(?:(?!(?:on|in|over|than|compared|and|with|without|no|at|while|by|for|to|at|from|using|of|is|are|but|which|that|when|versus"
    r"|vs|outperform\w*|achiev\w*|reduc\w*|improv\w*)\b)[\w@+./'&()-]+\s+){0,6}?"
)

GAINS_ON = re.compile(r"\b(?:improvements?|gains?|boosts?)\s(?:[^.;]{0,60}\s)?(?:on|across|for|over)\s", re.IGNORECASE)
AFTER_GAIN = re.compile(
    rf"^[\s-]*{_AVERAGE}\s*(?P<metric>{_MIDDLE})(?<!cumulative )(?P<noun>{_GAIN_NOUN})\b", re.IGNORECASE
)
AFTER_LOSS = re.compile(
    rf"^[\s-]*{_AVERAGE}\s*(?P<metric>{_MIDDLE})(?P<noun>{_PURE_LOSS})\b(?! function)", re.IGNORECASE
)
AFTER_ADJECTIVE = re.compile(
    rf"^[\s-]*(?:\([^)]*\)\s*)?{_AVERAGE}\s*(?:\(?\w+ly\)?\s+)?(?P<adj>{_ADJECTIVE})\b", re.IGNORECASE
)
AFTER_AS = re.compile(
    r"^\s*as\s+(?P<adj>fast|many|much|large|efficient|high|quick|quickly|accurate|long|small)\b", re.IGNORECASE
)
AFTER_OF = re.compile(r"^\s*(?:of\s+(?:(?:the|its|their|that|those|full|original)\b)?|the\b|(?=[A-Z])(?:[\w.-]+'s?\s))")
AFTER_THE = re.compile(
    r"^\s*the\s+(?P<metric>(?:[\w-]+\s){0,3}(?:throughput|speed|efficiency|performance|bandwidth|rate"
    r"|energy efficiency|batch size|length))\b",
    re.IGNORECASE,
)
BEFORE_BY = re.compile(
    rf"\b(?:by|by a factor of|factor of|, by|of up to|by up to|by over|by more than|by about|by around|by nearly"
    rf"|by at least|by almost|by approximately|by roughly|by an average of|by a margin of|by an absolute"
    rf"|by as much as)"
    rf"{_AVERAGE}(?:\s?(?:of|more than|over|at least|nearly|around|almost|roughly|to|between|~|<|>|≥|≤|\+|as much as"
    rf"|an additional|another|an impressive|a remarkable|a further|margins? of))*\s*$",
    re.IGNORECASE,
)
BEFORE_GAIN = re.compile(
    rf"\b(?:{_GAIN_NOUN})\b\s?(?:\([^)]*\)\s?)?(?:(?!and\b|while\b|with\b|achiev\w+)[\w@-]+\s+){{0,6}}?(?:of|by|to"
    rf"|up to|:|=|at|between|ranging|from|over|is|are|was|,|\(|reaching|reach|exceeding)"
    rf"(?:\s?(?:an average of|average|an average|up|to|over|more than|about|around|from|nearly|almost|approximately"
    rf"|at least|between|~|>|<|a factor of|as much as|as high as|of|roughly|,|e\.g\.,?|i\.e\.,?|upto))*\s*$",
    re.IGNORECASE,
)
BEFORE_LOSS = re.compile(
    rf"\b(?P<metric>[\w-]+\s)?(?:{_PURE_LOSS})\b\s?(?:(?!and\b|while\b)[\w@-]+\s+){{0,4}}?(?:of|by|to|is|within|under"
    rf"|below|less than|,|\(|than)"
    rf"(?:\s?(?:an average of|up to|only|about|just|around|less than|under|below|within|at most|to|as low as|merely"
    rf"|<|~|no more than))*\s*$",
    re.IGNORECASE,
)
BEFORE_DROPS = re.compile(
    r"\b(?:drops?|degrad\w+|declin\w+|los(?:es?|ing)|sacrific\w+|decreas\w+|deteriorat\w+)\s(?:(?!and\b"
    r"|while\b)[\w-]+\s+){0,5}?(?:by\s)?(?:only\s|about\s|less than\s|just\s|~\s?|up to\s|no more than\s)*$",
    re.IGNORECASE,
)
BEFORE_WITHIN = re.compile(r"\bwithin\s+(?:(?:about|only|a|an|around|just)\s+)*$", re.IGNORECASE)
_KEPT_BY = (
    r"\w*\s+(?:[\w-]+\s+){0,4}?(?:(?:about|around|up to|over|more than|nearly|above|at least|roughly|approximately"
    r"|almost|at|~|>|to)\s*)*$"
)
BEFORE_PRESERVES = re.compile(rf"\b(?:preserv|maintain|retain|recover|keep|restor){_KEPT_BY}", re.IGNORECASE)
BEFORE_KEEP = re.compile(
    rf"\b(?:preserv|maintain|retain|recover|keep|restor|reach|achiev|attain|deliver|captur|match|sustain"
    rf"|perform){_KEPT_BY}",
    re.IGNORECASE,
)
AFTER_KEPT = re.compile(
    r"^\s*(?:of\s+)?(?:the\s+|its\s+)?(?:[\w'-]+\s){0,4}?(?P<metric>performance|accuracy|quality)\b"
)
BEFORE_SPEND = re.compile(
    r"\b(?:us|requir|consum|with|need|train|activat|at|spend|tak|utiliz|leverag|by|to|cost)\w*\s+(?:(?:only|just"
    r"|about|as little as|less than|around|nearly|merely|roughly|approximately|up to|over|of|under|fewer than|~"
    r"|almost|mere|a|as few as)\s*)*$",
    re.IGNORECASE,
)
BEFORE_SAVES = re.compile(
    r"\b(?:reduc|sav|cut|eliminat|remov|prun|lower|decreas|shrink|skip|improv|increas|boost|accelerat|speed"
    r"|avoid)\w*\s+(?:up\s+)?(?:(?:the|by|about|around|up to|over|more than|nearly|at least|roughly|approximately"
    r"|almost|~|>|an average of|on average|an average|as much as)\s*)*$",
    re.IGNORECASE,
)
BEFORE_FROM = re.compile(
    r"\bfrom\s+(?:(?:about|around|nearly|only|over|just|~|below|under|an average of|roughly)\s*)*$", re.IGNORECASE
)
BEFORE_TO = re.compile(
    r"(?<!\bup )\b(?:to|→|->|into|reaching|down to)\s+(?:(?:about|around|nearly|only|over|just|~|below|under"
    r"|an average of|above|as low as|as high as|up to|at least|more than|less than|approximately|almost)\s*)*$",
    re.IGNORECASE,
)
BEFORE_REACH = re.compile(
    r"\b(?:achiev|attain|obtain|reach|deliver|yield|get|occup|draw|dissipat|handl|process|with|at|has|have|hit|record|report|scor|secur|provid|produc"
    r"|post|demonstrat|show|giv|gain|resolv|solv|maintain|exceed|observ|by|is|are|was|were|sustain|exhibit|runs?"
    r"|having|requir|need|consum|only|up to|of|in|surpass|detect|identif|than|rank|operat|tak)\w*"
    r"\s+(?:(?:a|an|the|up|to|only|about|over|nearly|more|than|around|approximately|average|mean|an average of|of"
    r"|impressive|remarkable|at|least|just|under|below|less|high|competitive|top|above|roughly|as|low|new"
    r"|state-of-the-art|accuracy|score|scores|~|>|<|both|peak|maximum|overall|record|~)\s*)*$",
    re.IGNORECASE,
)
SIZE_OF_RIVAL = re.compile(r"\b(?:a|an|with|than|of|to|over|as|models?|against|the|by)\s+(?:\w+\s)?$", re.IGNORECASE)
LARGER_MODEL = re.compile(
    r"^[\s-]*(?:as\s+)?(?:larger|bigger|smaller|deeper|longer|wider|the size|its size|their size|many parameters"
    r"|more parameters|compressed|more (?:data|compute|training data)|sparsity|sparse)\b(?!\s+(?:than|speed|memory"
    r"|context|batch|throughput|in\b))",
    re.IGNORECASE,
)
NUISANCE = re.compile(
    r"^[\s-]*(?:confidence|CI\b|sparsity|sparse|of (?:the )?(?:time|cases|programs|participants|users|weights|data"
    r"|training data|examples|parameters|tokens|neurons|layers|channels)\b|masking|unstructured|structured|pruned"
    r"|training set|label|compression rate|probability|noise|coverage level|utili[sz]ation of|of (?:all|these|those"
    r"|total)\b)",
    re.IGNORECASE,
)
PREP_METRIC = re.compile(
    r"^\s*(?:\w+\s+)?(?:\([^)]*\)\s*)?(?:in|of|on|for|to|at|w\.r\.t\.|in terms of"
    r"|regarding)\s+(?:terms\s+of\s+)?(?:the\s+|its\s+|overall\s+|average\s+)*",
    re.IGNORECASE,
)
UP = re.compile(r"^(?:outperform|surpass|exceed|beat|advanc|superior|ahead)", re.IGNORECASE)
DOWN = re.compile(r"^(?:drop|fall|degrad|declin|worse)", re.IGNORECASE)
GAIN_VERB = re.compile(
    r"\b(?P<verb>improv\w*|increas\w*|boost\w*|enhanc\w*|rais\w+|reduc\w+|decreas\w+|cut(?:s|ting)?|lower(?:s|ed"
    r"|ing)?|shrink\w*|sav(?:e|es|ed|ing)|accelerat\w*|speed(?:s|ing)?(?:\s+up)?|sped up|outperform\w*|surpass\w*"
    r"|exceed\w*"
    r"|beats?|beating|advanc\w+|elevat\w+|lift\w*|minimi[sz]\w+|compress\w*|scal\w+|extend\w*|amplif\w+|shorten\w*"
    r"|expand\w*|drop(?:s|ped)?|grow\w*|better\w*|trim\w*|slash\w*|higher|lower|faster|better|superior|smaller"
    r"|gain\w*|fall\w*|worse\w*|degrad\w+|decline\w*|mitigat\w+|alleviat\w+|halv\w+|optimi[sz]\w+|ahead|shorter"
    r"|prun\w+|narrow\w*|clos\w+|push\w*|strengthen\w*|upgrad\w*|drops?|speeding)\b",
    re.IGNORECASE,
)
IMPROVES = re.compile(
    r"\b(?:improv|increas|boost|enhanc|rais|reduc|decreas|cut|lower|elevat|lift|push|advanc)\w*\b", re.IGNORECASE
)
METRIC_OF = re.compile(
    r"(?P<metric>[\w@./-]+(?:\s[\w@./-]+){0,4}?)\s?(?:\([^)]{1,20}\)\s?)?(?:\s(?:of|at|is|=|as|reaches|reaching|to"
    r"|was|are|over|above|exceeding|below|under)|:|=)"
    r"(?:\s?(?:only|about|over|up|to|just|as|low|high|at|most|least|around|nearly|more|less|than|an|average|of|under"
    r"|below|approximately|above|~|<|>|merely))*\s*$"
)
BRACKET = re.compile(r"(?P<metric>[\w@./-]+(?:\s[\w@./-]+){0,3})\s?\(\s?(?:of\s|score:?\s|about\s|up to\s|~)*$")
WORD_BREAK = re.compile(
    r"^.*\b(?:with|at|using|achiev\w+|obtain\w*|reach\w*|maintain\w*|and|of|a|an|the|for|in|on|by|has|have|had|can"
    r"|attain\w*|deliver\w*|yield\w*|effectiveness|from|to)\s+(?=\S)",
    re.IGNORECASE,
)
MEASURES = re.compile(
    r"throughput|speed|rate\b|ratio|fps|coverage|correlation|coefficient|similarity|budget|kappa", re.IGNORECASE
)
