"""The gallery: one small diagram for each construct that we execute, with a story that says what must happen in it.

Stories are read and shown here; running them is the matter of the tests. Nothing here draws or repairs a diagram.
"""

from engine.bpmn.gallery.page import PAGES, render
from engine.bpmn.gallery.stories import CHAPTERS, Story, StoryRun, read_stories

__all__ = ["CHAPTERS", "PAGES", "Story", "StoryRun", "read_stories", "render"]
