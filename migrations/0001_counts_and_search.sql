-- What drizzle-kit does not know: search (FTS5), and the triggers that keep counts and search in step with `media`.

INSERT INTO media_counts (bucket) VALUES (-1);
--> statement-breakpoint
CREATE TRIGGER media_insert_counts AFTER INSERT ON media BEGIN
  INSERT INTO media_counts (bucket, image, video, audio, file)
    VALUES (new.seq >> 10, new.type = 'image', new.type = 'video', new.type = 'audio', new.type = 'file')
    ON CONFLICT (bucket) DO UPDATE SET
      image = image + excluded.image, video = video + excluded.video, audio = audio + excluded.audio, file = file + excluded.file;
  UPDATE media_counts SET
    image = image + (new.type = 'image'), video = video + (new.type = 'video'),
    audio = audio + (new.type = 'audio'), file = file + (new.type = 'file')
    WHERE bucket = -1;
END;
--> statement-breakpoint
CREATE TRIGGER media_delete_counts AFTER DELETE ON media BEGIN
  UPDATE media_counts SET
    image = image - (old.type = 'image'), video = video - (old.type = 'video'),
    audio = audio - (old.type = 'audio'), file = file - (old.type = 'file')
    WHERE bucket IN (-1, old.seq >> 10);
  DELETE FROM media_counts WHERE bucket = old.seq >> 10 AND image + video + audio + file = 0;
END;
--> statement-breakpoint
-- Names in trigrams, a column a type, so that a filter by type is a column filter and not a join.
-- Contentless: the index alone. Names come folded (NFC, lower case), so FTS5 folds nothing.
CREATE VIRTUAL TABLE media_search USING fts5(image, video, audio, file, content='', contentless_delete=1, tokenize='trigram case_sensitive 1');
--> statement-breakpoint
CREATE VIRTUAL TABLE media_search_terms USING fts5vocab('media_search', 'col');
--> statement-breakpoint
-- What trigrams can't find, terms of one and two characters: each character and each pair, as the hex of its UTF-8.
-- The store writes these rows beside the record's: D1 bills a row read for every character that SQL takes apart.
CREATE VIRTUAL TABLE media_grams USING fts5(image, video, audio, file, content='', contentless_delete=1, detail=column, tokenize='ascii');
--> statement-breakpoint
CREATE VIRTUAL TABLE media_grams_terms USING fts5vocab('media_grams', 'col');
--> statement-breakpoint
-- The rows that the two indexes must hold: to fill one anew, and to check it.
CREATE VIEW media_search_rows AS SELECT seq,
  iif(type = 'image', name_folded, NULL) AS image, iif(type = 'video', name_folded, NULL) AS video,
  iif(type = 'audio', name_folded, NULL) AS audio, iif(type = 'file', name_folded, NULL) AS file
  FROM media;
--> statement-breakpoint
CREATE VIEW media_grams_rows AS SELECT seq,
  iif(type = 'image', grams, NULL) AS image, iif(type = 'video', grams, NULL) AS video,
  iif(type = 'audio', grams, NULL) AS audio, iif(type = 'file', grams, NULL) AS file
  FROM (SELECT seq, type, (
    SELECT group_concat(hex(substr(name_folded, key + 1, 1)) || ' ' || hex(substr(name_folded, key + 1, 2)), ' ')
    FROM json_each('[0' || replace(hex(zeroblob(length(name_folded) - 1)), '00', ',0') || ']')
  ) AS grams FROM media);
--> statement-breakpoint
CREATE TRIGGER media_insert_search AFTER INSERT ON media BEGIN
  INSERT INTO media_search (rowid, image, video, audio, file) VALUES (new.seq,
    iif(new.type = 'image', new.name_folded, NULL), iif(new.type = 'video', new.name_folded, NULL),
    iif(new.type = 'audio', new.name_folded, NULL), iif(new.type = 'file', new.name_folded, NULL));
END;
--> statement-breakpoint
-- On the name alone: marking a delete, or any other column's change, must not touch the index.
CREATE TRIGGER media_rename_search AFTER UPDATE OF name_folded ON media BEGIN
  DELETE FROM media_search WHERE rowid = old.seq;
  INSERT INTO media_search (rowid, image, video, audio, file) VALUES (new.seq,
    iif(new.type = 'image', new.name_folded, NULL), iif(new.type = 'video', new.name_folded, NULL),
    iif(new.type = 'audio', new.name_folded, NULL), iif(new.type = 'file', new.name_folded, NULL));
END;
--> statement-breakpoint
CREATE TRIGGER media_delete_search AFTER DELETE ON media BEGIN
  DELETE FROM media_search WHERE rowid = old.seq;
  DELETE FROM media_grams WHERE rowid = old.seq;
END;
