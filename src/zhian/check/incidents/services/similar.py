"""Cases like this one: to find reports of the same event, and patterns. Decision 0015 says why it is done so."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from zhian.engines.similarity import Rarity, cosine, rarest, shared_phrases, vector
from zhian.kernel.people.models import User
from zhian.kernel.records import search
from zhian.kernel.records.services import require

from ..models import Incident, Word
from .likeness import Likeness

SHOWN = 5
LEAST = 0.25  # what is less alike than this is not worth showing
MOST_WORDS, FOUND_AT_MOST, NEWEST_OF_A_WORD = 24, 6000, 400
MOST_BY_WORDS, MOST_CLOSE_BY, MOST_OF_A_PATIENT = 100, 100, 20
HOURS, DAYS = timedelta(hours=6), timedelta(days=2)
COUNTED = 100_000  # the newest reports tell well enough how common a word is
ALL = ""  # the word that stands for all reports


@dataclass(frozen=True, slots=True)
class Similar:
    """Another case, how alike it is, and the phrases that stand in both."""

    incident: Incident
    likeness: Likeness
    phrases: list[str]


def similar_to(incident: Incident, *, reader: User) -> list[Similar]:
    """Up to five cases of the same hospital that the reader may read, the likest first."""
    require(reader, "incidents.compare", incident)
    words = search.words_of(_text(incident))
    leading = rarest(words, rarity_of(words), most=MOST_WORDS, found_at_most=FOUND_AT_MOST)
    by_words = search.sharing(leading, each=NEWEST_OF_A_WORD, most=MOST_BY_WORDS)
    others = Incident.objects.filter(Incident.visible_to(reader), hospital=incident.hospital_id).exclude(pk=incident.pk)
    ways = (others.filter(pk__in=by_words), _close_by(incident, others), _of_the_patient(incident, others))
    found = {other.pk: other for way in ways for other in way}
    return _likest(incident, list(found.values()))


def rarity_of(words: Collection[str]) -> Rarity:
    """How rare these words are among the reports, as they were last counted."""
    counts = dict(Word.objects.filter(word__in={ALL, *words}).values_list("word", "reports"))
    return Rarity(counts.pop(ALL, 0), counts)


def count_words() -> int:
    """Count anew how common each word is; returns how many are kept."""
    counts: Counter[str] = Counter()
    newest = Incident.objects.order_by("-pk").values_list("title", "account")[:COUNTED]
    for title, account in newest.iterator(chunk_size=2000):
        counts.update({ALL, *search.words_of(f"{title} {account}")})
    kept = [Word(word=word, reports=times) for word, times in counts.items() if times > 1 or word == ALL]
    with transaction.atomic():
        Word.objects.all().delete()
        Word.objects.bulk_create(kept, batch_size=2000)
    return len(kept)


def _text(incident: Incident) -> str:
    return f"{incident.title} {incident.account}"


def _close_by(incident: Incident, others: QuerySet[Incident]) -> QuerySet[Incident]:
    """What happened in the same department within two days, or elsewhere within hours."""
    at = incident.occurred_at
    near = Q(occurred_at__range=(at - HOURS, at + HOURS))
    near |= Q(occurred_at__range=(at - DAYS, at + DAYS), department=incident.department_id)
    return others.filter(near)[:MOST_CLOSE_BY]


def _of_the_patient(incident: Incident, others: QuerySet[Incident]) -> QuerySet[Incident]:
    """Asked by itself: together with the times no index would serve."""
    return others.filter(patient=incident.patient_id)[:MOST_OF_A_PATIENT] if incident.patient_id else others.none()


def _likest(incident: Incident, others: list[Incident]) -> list[Similar]:
    texts = {other.pk: search.words_of(_text(other)) for other in [incident, *others]}
    rarity = rarity_of({word for words in texts.values() for word in words})
    vectors = {pk: vector(words, rarity) for pk, words in texts.items()}
    own = vectors[incident.pk]
    told = [(other, _likeness(incident, other, cosine(own, vectors[other.pk]))) for other in others]
    likest = sorted(told, key=lambda one: (-one[1].score, -one[0].pk))[:SHOWN]
    return [
        Similar(other, likeness, shared_phrases(_text(incident), _text(other), own))
        for other, likeness in likest
        if likeness.score >= LEAST
    ]


def _likeness(one: Incident, other: Incident, text: float) -> Likeness:
    return Likeness(
        text,
        one.occurred_at - other.occurred_at,
        is_same_department=one.department_id == other.department_id,
        is_same_category=one.category == other.category,
        is_same_patient=one.patient_id is not None and one.patient_id == other.patient_id,
    )
