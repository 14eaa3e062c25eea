from tests.access.places import me  # noqa: F401 - the fixture of those who ask case by case
