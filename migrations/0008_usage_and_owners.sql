-- Bytes beside the counts, and who made a record beside the grams of its name: in rows that are written anyway.

DROP TRIGGER media_insert_counts;
--> statement-breakpoint
DROP TRIGGER media_delete_counts;
--> statement-breakpoint
CREATE TRIGGER media_insert_counts AFTER INSERT ON media BEGIN
  INSERT INTO media_counts (bucket, image, video, audio, file, image_bytes, video_bytes, audio_bytes, file_bytes)
    VALUES (new.seq >> 10, new.type = 'image', new.type = 'video', new.type = 'audio', new.type = 'file',
      (new.type = 'image') * new.size, (new.type = 'video') * new.size, (new.type = 'audio') * new.size, (new.type = 'file') * new.size)
    ON CONFLICT (bucket) DO UPDATE SET
      image = image + excluded.image, video = video + excluded.video, audio = audio + excluded.audio, file = file + excluded.file,
      image_bytes = image_bytes + excluded.image_bytes, video_bytes = video_bytes + excluded.video_bytes,
      audio_bytes = audio_bytes + excluded.audio_bytes, file_bytes = file_bytes + excluded.file_bytes;
  UPDATE media_counts SET
    image = image + (new.type = 'image'), video = video + (new.type = 'video'),
    audio = audio + (new.type = 'audio'), file = file + (new.type = 'file'),
    image_bytes = image_bytes + (new.type = 'image') * new.size, video_bytes = video_bytes + (new.type = 'video') * new.size,
    audio_bytes = audio_bytes + (new.type = 'audio') * new.size, file_bytes = file_bytes + (new.type = 'file') * new.size
    WHERE bucket = -1;
END;
--> statement-breakpoint
CREATE TRIGGER media_delete_counts AFTER DELETE ON media BEGIN
  UPDATE media_counts SET
    image = image - (old.type = 'image'), video = video - (old.type = 'video'),
    audio = audio - (old.type = 'audio'), file = file - (old.type = 'file'),
    image_bytes = image_bytes - (old.type = 'image') * old.size, video_bytes = video_bytes - (old.type = 'video') * old.size,
    audio_bytes = audio_bytes - (old.type = 'audio') * old.size, file_bytes = file_bytes - (old.type = 'file') * old.size
    WHERE bucket IN (-1, old.seq >> 10);
  DELETE FROM media_counts WHERE bucket = old.seq >> 10 AND image + video + audio + file = 0;
END;
--> statement-breakpoint
-- What was there before. One read of all records; a row written for 1,024 of them.
UPDATE media_counts SET image_bytes = kept.image, video_bytes = kept.video, audio_bytes = kept.audio, file_bytes = kept.file
  FROM (SELECT seq >> 10 AS bucket,
    sum((type = 'image') * size) AS image, sum((type = 'video') * size) AS video,
    sum((type = 'audio') * size) AS audio, sum((type = 'file') * size) AS file FROM media GROUP BY 1) AS kept
  WHERE media_counts.bucket = kept.bucket;
--> statement-breakpoint
UPDATE media_counts SET image_bytes = kept.image, video_bytes = kept.video, audio_bytes = kept.audio, file_bytes = kept.file
  FROM (SELECT coalesce(sum(image_bytes), 0) AS image, coalesce(sum(video_bytes), 0) AS video, coalesce(sum(audio_bytes), 0) AS audio, coalesce(sum(file_bytes), 0) AS file
    FROM media_counts WHERE bucket >= 0) AS kept
  WHERE bucket = -1;
--> statement-breakpoint
DROP VIEW media_grams_rows;
--> statement-breakpoint
-- `u` and the hex of the user id: no gram begins with a letter that is no hex digit. Its documents in the vocabulary are the user's records.
CREATE VIEW media_grams_rows AS SELECT seq,
  iif(type = 'image', grams, NULL) AS image, iif(type = 'video', grams, NULL) AS video,
  iif(type = 'audio', grams, NULL) AS audio, iif(type = 'file', grams, NULL) AS file
  FROM (SELECT seq, type, (
    SELECT group_concat(hex(substr(name_folded, key + 1, 1)) || ' ' || hex(substr(name_folded, key + 1, 2)), ' ')
    FROM json_each('[0' || replace(hex(zeroblob(length(name_folded) - 1)), '00', ',0') || ']')
  ) || ' u' || hex(created_by) AS grams FROM media);
--> statement-breakpoint
INSERT INTO media_grams (media_grams) VALUES ('delete-all');
--> statement-breakpoint
INSERT INTO media_grams (rowid, image, video, audio, file) SELECT * FROM media_grams_rows;
