"""The charts beside the control charts of `kinds`: what each is called, its formula and where it comes from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class About:
    """A chart that is no Kind: its names, formula and source, and what it `needs`."""

    code: str
    zh: str
    en: str
    needs: str
    formula: str
    source: str


# fmt: off
_ALL = (
    About("ewma", "EWMA 图", "EWMA", "values", "zₜ = λxₜ + (1−λ)zₜ₋₁; μ ± 3σ√(λ(1−(1−λ)²ᵗ)/((2−λ)n)), λ = 0.2",
          "Roberts 1959, Technometrics 1(3)"),
    About("cusum", "CUSUM 图", "CUSUM", "values", "C⁺ₜ = max(0, C⁺ₜ₋₁ + z − k), k = 1/2; alarm above h = 5",
          "Page 1954, Biometrika 41"),
    About("bernoulli_cusum", "Bernoulli CUSUM 图", "Bernoulli CUSUM", "cases",
          "x·ln(p₁/p₀) + (1−x)·ln((1−p₁)/(1−p₀)), odds of p₁ twice those of p₀; alarm from 3.5, then anew",
          "Reynolds, Stoumbos 1999, J Qual Technol 31(1)"),
    About("risk_adjusted_cusum", "风险调整 CUSUM 图", "Risk-adjusted CUSUM", "cases with risks",
          "y·ln R − ln(1 − p + R·p), R = 2 up and 1/2 down; alarm from 4.5", "Steiner 2000, Biostatistics 1(4)"),
    About("vlad", "VLAD 图", "VLAD", "cases with risks", "Σ(pᵢ − yᵢ)", "Lovegrove 1997, Lancet 350"),
    About("funnel_proportions", "率的漏斗图", "Funnel of proportions", "ratio by unit",
          "arcsin√p, z = 1.96 and 3.09; widened by the spread between units, ends drawn in by 10 %",
          "Spiegelhalter 2005, Stat Med 24(8)"),
    About("funnel_standardised", "标化比漏斗图", "Funnel of standardised ratios", "observed and expected by unit",
          "O/E; exact Poisson limits χ²/2E at 95 % and 99.8 %, or widened on the logarithm",
          "Spiegelhalter 2005; NHS Digital, SHMI"),
    About("pareto", "柏拉图", "Pareto", "counts by cause", "most first; the vital few make up 80 %",
          "Juran 1951, Quality Control Handbook"),
)
# fmt: on
BESIDE = {about.code: about for about in _ALL}
