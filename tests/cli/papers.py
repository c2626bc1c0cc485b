"""Papers in our own words that `kg build` reads, and one record that it cannot."""

import json

PAPERS = (
    {
        "id": "osprey",
        "title": "Osprey: sparse attention on small GPUs",
        "abstract": "We present Osprey, a sparse attention kernel for long prompts. On an NVIDIA A100, Osprey is 2.4x "
        "faster than FlashAttention. It reaches an accuracy of 71.3% on GSM8K.",
        "url": "https://example.org/osprey",
        "published": "2025-02-03",
    },
    {
        "id": "linnet",
        "title": "Linnet: quantizing BERT to four bits",
        "abstract": "Linnet quantizes the weights of BERT to four bits after training. It needs 3.5x less memory than "
        "FP16 and outperforms GPTQ on SQuAD by 1.2 points.",
    },
)


def lines(*papers):
    """JSON Lines of the papers."""
    return "".join(json.dumps(paper) + "\n" for paper in papers)


WHOLE = lines(*PAPERS)
WITH_A_FAILURE = lines(PAPERS[0]) + '{"id": "torn", "title": "Torn in hal\n' + lines(PAPERS[1])
