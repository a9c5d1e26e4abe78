-- What has changed since the last commit of this connection, for counts that follow. All of it lives in memory, is emptied with
-- every commit, and is made only when somebody follows.

-- Responses whose share in the evaluation changed, with what it was before; `contribution` is absent if it was nothing.
CREATE TEMP TABLE followed_response (
    document INTEGER PRIMARY KEY,
    scope BLOB NOT NULL,
    door BLOB,
    contribution BLOB
) STRICT;

-- Documents of kind 7 (visit) of which an entry came, went, or counts otherwise than before.
CREATE TEMP TABLE followed_visit (
    document INTEGER PRIMARY KEY,
    name BLOB NOT NULL,
    scope BLOB NOT NULL
) STRICT;

CREATE TEMP TRIGGER followed_response_comes AFTER INSERT ON main.response
BEGIN
    INSERT INTO followed_response (document, scope)
    SELECT new.document, scope.form
    FROM document
    JOIN scope ON scope.id = document.scope
    WHERE document.id = new.document
        AND NOT EXISTS (SELECT 1 FROM followed_response WHERE followed_response.document = new.document);
END;

CREATE TEMP TRIGGER followed_response_changes AFTER UPDATE ON main.response
BEGIN
    INSERT INTO followed_response (document, scope, door, contribution)
    SELECT old.document, scope.form, old.door, old.contribution
    FROM document
    JOIN scope ON scope.id = document.scope
    WHERE document.id = old.document
        AND NOT EXISTS (SELECT 1 FROM followed_response WHERE followed_response.document = old.document);
END;

CREATE TEMP TRIGGER followed_response_goes AFTER DELETE ON main.response
BEGIN
    INSERT INTO followed_response (document, scope, door, contribution)
    SELECT old.document, scope.form, old.door, old.contribution
    FROM document
    JOIN scope ON scope.id = document.scope
    WHERE document.id = old.document
        AND NOT EXISTS (SELECT 1 FROM followed_response WHERE followed_response.document = old.document);
END;

CREATE TEMP TRIGGER followed_visit_comes AFTER INSERT ON main.entry WHEN new.document IS NOT NULL
BEGIN
    INSERT INTO followed_visit (document, name, scope)
    SELECT document.id, document.name, scope.form
    FROM document
    JOIN scope ON scope.id = document.scope
    WHERE document.id = new.document
        AND document.kind = 7
        AND NOT EXISTS (SELECT 1 FROM followed_visit WHERE followed_visit.document = new.document);
END;

CREATE TEMP TRIGGER followed_visit_changes AFTER UPDATE ON main.entry WHEN new.document IS NOT NULL
BEGIN
    INSERT INTO followed_visit (document, name, scope)
    SELECT document.id, document.name, scope.form
    FROM document
    JOIN scope ON scope.id = document.scope
    WHERE document.id = new.document
        AND document.kind = 7
        AND NOT EXISTS (SELECT 1 FROM followed_visit WHERE followed_visit.document = new.document);
END;

CREATE TEMP TRIGGER followed_visit_goes AFTER DELETE ON main.entry WHEN old.document IS NOT NULL
BEGIN
    INSERT INTO followed_visit (document, name, scope)
    SELECT document.id, document.name, scope.form
    FROM document
    JOIN scope ON scope.id = document.scope
    WHERE document.id = old.document
        AND document.kind = 7
        AND NOT EXISTS (SELECT 1 FROM followed_visit WHERE followed_visit.document = old.document);
END;
