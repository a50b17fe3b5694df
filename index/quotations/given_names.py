"""Given names that are mostly a man's or mostly a woman's: weak evidence, used where an article has no title."""

from __future__ import annotations

from index.quotations.word_lists import words

_HIS = words(
    """
    Aaron Abdul Adam Adrian Ahmed Alan Albert Alberto Alejandro Alexander Alfred Ali Andreas Andrew Andrzej
    Anthony Antonio Arthur Arturo Baldur Barack Benjamin Bernard Bill Bob Boris Brandon Brian Bruce Carl
    Carlos Charles Chris Christopher Colin Craig Daniel David Dennis Diego Dmitry Donald Douglas Edward Elijah
    Emmanuel Eric Ethan Eugene Felipe Felix Fernando Francis Francisco Frank Franz Fred Frederick Gary Gavin
    George Gerald Giovanni Gordon Graham Greg Gregory Guillermo Hans Harold Harry Hassan Hector Henry Hugh
    Hugo Ian Ibrahim Igor Isaac Ivan Jack Jacob James Jan Jason Javier Jeff Jeffrey Jens Jeremy Jerome Jim
    Joao Joe John Jonathan Jorge Jose José Joseph Joshua Juan Karl Keith Kenneth Kevin Klaus Lars Larry
    Lawrence Leo Leonard Lewis Liam Louis Luca Luis Lukas Manuel Marc Marco Mario Mark Martin Mateo Matthew
    Max Michael Miguel Mike Mohamed Mohammed Muhammad Nathan Neil Nicholas Nigel Oliver Omar Oscar Owen Pablo
    Patrick Paul Pavel Pedro Peter Philip Pierre Rafael Ralph Ramon Raymond Ricardo Richard Rob Robert Roberto
    Roger Ronald Roy Russell Ryan Samuel Scott Sean Sergei Simon Stefan Stephen Steve Steven Stuart Terence
    Thomas Tim Timothy Tom Tomas Tony Victor Viktor Vincent Vladimir Walter Wayne Wilhelm William Yusuf
    """
)
_HER = words(
    """
    Abigail Agnes Aisha Alexandra Alice Alicia Amanda Amelia Amy Ana Andrea Angela Anita Ann Anna Anne Annette
    Antonia Astrid Audrey Barbara Beatrice Bella Bernadette Beth Betty Brenda Bridget Camila Carla Carmen
    Carol Caroline Carolyn Catherine Cecilia Charlotte Cheryl Chloe Christina Christine Clara Claire Claudia
    Connie Cynthia Daniela Deborah Diana Diane Donna Dora Doris Dorothy Eileen Elaine Eleanor Elena Elisabeth
    Elizabeth Ella Ellen Emily Emma Erica Esther Eva Evelyn Fatima Fiona Florence Frances Freya Gabriela Gail
    Gloria Grace Hannah Harriet Heather Heidi Helen Helena Hilary Hillary Ida Ingrid Irene Isabel Isabella
    Jane Janet Janice Jean Jennifer Jessica Joan Joanna Joyce Judith Julia Julie Karen Kate Katherine Kathleen
    Kathryn Katja Kristin Laura Lauren Leila Lena Linda Lisa Lorraine Lucia Lucy Lydia Madeleine Margaret
    Maria María Marianne Marie Marina Martha Mary Maya Melanie Melissa Mercedes Michelle Miriam Monica Nadia
    Nancy Naomi Natalia Natalie Nina Nora Olga Olivia Pamela Patricia Paula Pauline Petra Philippa Phoebe
    Priya Rachel Rebecca Regina Renata Rita Rosa Rose Rosemary Ruth Sabine Sandra Sara Sarah Sharon Sheila
    Shirley Silvia Simone Sofia Sonia Sophia Sophie Stephanie Susan Susana Svetlana Sylvia Teresa Theresa Tina
    Ursula Valerie Vanessa Vera Veronica Victoria Virginia Vivian Wendy Yasmin Yvonne Zoe
    """
)


def sex_of(given: str) -> str | None:
    """Return ``"he"``, ``"she"``, or None for a name that is not known, or known for both."""
    return "he" if given in _HIS else "she" if given in _HER else None
