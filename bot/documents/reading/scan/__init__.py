"""Pages that are pictures: a straight page, its lines and its words, in the same terms as a PDF's."""
