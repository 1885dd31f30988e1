"""The rules of proof-reading: every module finds one sort of slip; RULES is the table of them all."""

from renderer.proofreading.reading import Rule
from renderer.proofreading.rules.counts import find_wrong_counts
from renderer.proofreading.rules.dates import find_wrong_dates
from renderer.proofreading.rules.doubled import find_doubled_words
from renderer.proofreading.rules.events import find_wrong_events
from renderer.proofreading.rules.issued import find_near_issued
from renderer.proofreading.rules.lunar import find_wrong_lunar_dates
from renderer.proofreading.rules.names import find_wrong_names
from renderer.proofreading.rules.signs import find_lonely_signs
from renderer.proofreading.rules.slips import find_slips
from renderer.proofreading.rules.style import find_style_breaches
from renderer.proofreading.rules.tones import find_mixed_tones
from renderer.proofreading.rules.weekdays import find_wrong_weekdays

RULES = (
    Rule("slips", find_slips),
    Rule("doubled-words", find_doubled_words),
    Rule("signs", find_lonely_signs),
    Rule("tones", find_mixed_tones),
    Rule("dates", find_wrong_dates),
    Rule("counts", find_wrong_counts),
    Rule("weekdays", find_wrong_weekdays),
    Rule("names", find_wrong_names),
    Rule("lunar", find_wrong_lunar_dates),
    Rule("events", find_wrong_events),
    Rule("style", find_style_breaches),
    Rule("issued", find_near_issued),
)
"""All rules, in the order in which their findings stand at one place; a rule may ask what those before it found."""
