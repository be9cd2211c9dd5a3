"""What pages say of chapters: written from ``_toc.yml`` and the notebooks."""
