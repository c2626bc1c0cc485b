"""Other readers behind the same door: chosen by the setting `reader`, each an extra, none of them needed.

`gliner` and `hf` find mentions with weights in a local folder and join the finders that ship; `llm` lets an
OpenAI-compatible endpoint read the whole paper. Whatever they say is checked against the text. Their libraries load
when they are used; nothing is ever downloaded.
"""
