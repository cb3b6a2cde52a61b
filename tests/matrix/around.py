"""What stands around the file of the world's person."""

from beneficiaries import around


def stand_around(world) -> None:
    """A further phone, a category and a note of the person."""
    person, clerk = world.rows["person"], world.users["reception"]
    world.rows["other_phone"] = around.add_phone(person, number="0559876543", answered_by="أخوها", by=clerk)
    category = world.rows["version"].categories.order_by("position").first()
    world.rows["person_category"] = around.put_in_category(person, category=category, by=clerk)
    around.write_note(person, text="تُزار بعد العصر", by=clerk)
