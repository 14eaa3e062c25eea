"""Invented words for synthetic records: no name is taken from any record of a real person."""

from __future__ import annotations

from typing import NamedTuple

GIVEN_NAMES = (
    "Alex", "Ashley", "Bailey", "Blake", "Cameron", "Casey", "Charlie", "Dale", "Darcy", "Drew", "Eden",
    "Ellis", "Emery", "Finley", "Frankie", "Harley", "Hayden", "Jamie", "Jess", "Jordan", "Kai", "Kerry",
    "Kit", "Lane", "Lee", "Logan", "Marley", "Morgan", "Nicky", "Noor", "Parker", "Pat", "Quinn", "Ray",
    "Reese", "Remi", "Riley", "Robin", "Rowan", "Sam", "Sasha", "Shay", "Sky", "Taylor", "Toni", "Val",
)  # fmt: skip
FAMILY_NAMES = (
    "Alderbrook", "Ashgrove", "Barrowfold", "Beckhythe", "Birchmere", "Brackenwell", "Caldermoss",
    "Cloverley", "Copsewood", "Cresswater", "Dunfallow", "Eastmarl", "Elmscote", "Fairstead", "Fernhollow",
    "Foxglen", "Gorsebank", "Greyhurst", "Harrowmere", "Hazelden", "Heathstone", "Ivybridger", "Kestrelby",
    "Lambsfold", "Larkmoor", "Lindenshaw", "Maplethorn", "Marshwick", "Millerdale", "Mossbury", "Netherfen",
    "Northwyke", "Oakreach", "Otterbourn", "Pinecroft", "Quarrydale", "Ravensloe", "Reedholme", "Rushmere",
    "Saltmarsh", "Sedgeway", "Silverleigh", "Stonefall", "Thistlewood", "Thornquist", "Underhay", "Wealdon",
    "Willowby", "Windlesford", "Yarrowby",
)  # fmt: skip

SOA = "Sexual Offences Act 2003"


class OffenceWords(NamedTuple):
    """An offence, and the ages of a victim to whom it can be done, both inclusive."""

    wording: str
    provision: str
    youngest: int
    oldest: int


OFFENCES = (
    OffenceWords("Rape of a person aged 16 or over", f"{SOA} section 1", 16, 78),
    OffenceWords("Assault of a person aged 16 or over by penetration", f"{SOA} section 2", 16, 78),
    OffenceWords("Sexual assault on a person aged 16 or over", f"{SOA} section 3", 16, 78),
    OffenceWords("Causing a person to engage in sexual activity without consent", f"{SOA} section 4", 16, 60),
    OffenceWords("Rape of a child under 13", f"{SOA} section 5", 5, 12),
    OffenceWords("Assault of a child under 13 by penetration", f"{SOA} section 6", 5, 12),
    OffenceWords("Sexual assault of a child under 13", f"{SOA} section 7", 5, 12),
    OffenceWords(
        "Causing or inciting a child under 13 to engage in sexual activity", f"{SOA} section 8", 5, 12
    ),
    OffenceWords("Sexual activity with a child", f"{SOA} section 9", 13, 15),
    OffenceWords("Causing or inciting a child to engage in sexual activity", f"{SOA} section 10", 13, 15),
)
# Rape of an adult is by far the most frequent.
OFFENCE_WEIGHTS = (12, 3, 4, 1, 2, 1, 1, 1, 2, 1)
