"""Who did what when: the trail, the registries applied, the program's own values."""
