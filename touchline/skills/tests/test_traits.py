import pytest

from touchline.skills.traits import trait_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You were lazy with the follow-up.", ("lazy",)),
        ("A natural. So talented, so smart.", ("natural", "talented", "smart")),
        ("Weak close, weak opening", ("Weak",)),
        ("Gifted, and at times stubborn and unprofessional", ("Gifted", "stubborn", "unprofessional")),
        ("Laziness is not the word; you did it sloppily, no: sloppy", ("sloppy",)),
        ("That is a bad attitude", ("bad attitude",)),
        ("Asked what the problem costs and waited for the answer", ()),
        ("The natural next question was who pays for it; you left the weak point of the offer open", ()),
        ("Smartphones, weekends and shyster are other words", ()),
        ("", ()),
    ],
)
def test_a_word_for_a_trait_is_found_and_a_word_for_something_done_is_not(text, words):
    assert trait_words(text) == words


def test_three_texts_are_read_as_one_in_their_order():
    assert trait_words("So smart", "smart again", "and a natural") == ("smart", "natural")
