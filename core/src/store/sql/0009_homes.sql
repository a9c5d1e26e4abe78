-- Finding the other interviews at a door: which of several counts is settled anew when one of them changes.
CREATE INDEX response_door ON response (door) WHERE door IS NOT NULL;
