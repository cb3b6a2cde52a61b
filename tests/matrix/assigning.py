"""Where the researchers of the world serve."""

from intake.assigning.districts import add_district, end_district


def give_districts(world) -> None:
    """A district that is served, and one that was."""
    executive, researcher = world.users["executive"], world.users["researcher"]
    ended = add_district(researcher, city="الطائف", district="الشفا", by=executive)
    end_district(ended, by=executive)
    world.rows["district"] = add_district(researcher, city="الطائف", district="حي النسيم", by=executive)
    world.rows["social_researcher"] = researcher
