-- Which database this is: the sweep compares it with what the bucket says, so that a new database never empties an old bucket.
INSERT INTO settings (name, value) VALUES ('installation_id', lower(hex(randomblob(16))));
--> statement-breakpoint
-- A late insert of an upload that was given up: its bytes are gone, or will be.
CREATE TRIGGER media_insert_abandoned BEFORE INSERT ON media BEGIN
  SELECT RAISE(ABORT, 'this upload was given up') WHERE EXISTS (SELECT 1 FROM abandoned_media WHERE id = new.id);
END;
