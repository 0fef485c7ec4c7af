-- What a kept count of a search (`search_counts`) must take into account among the records that it counted.
CREATE TRIGGER media_delete_change AFTER DELETE ON media BEGIN
  INSERT INTO search_changes (media_seq, type, name_folded, delta, created_at)
    VALUES (old.seq, old.type, old.name_folded, -1, unixepoch());
END;
--> statement-breakpoint
CREATE TRIGGER media_rename_change AFTER UPDATE OF name_folded ON media BEGIN
  INSERT INTO search_changes (media_seq, type, name_folded, delta, created_at)
    VALUES (old.seq, old.type, old.name_folded, -1, unixepoch()), (new.seq, new.type, new.name_folded, 1, unixepoch());
END;
