"""What is written: numbers, citations, quizzes, the syllabus's coverage."""
