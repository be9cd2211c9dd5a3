"""Exercises of the chapter whose notebook is 08_question_answering."""
