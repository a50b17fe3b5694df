"""What a person meant by a question as typed: spelling, filters named in words, two questions in one, language."""
