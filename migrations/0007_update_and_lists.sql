ALTER TABLE `media` ADD `alt` text;--> statement-breakpoint
ALTER TABLE `media` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX `media_type_name` ON `media` (`type`,`name_folded`);--> statement-breakpoint
CREATE INDEX `media_type_size` ON `media` (`type`,`size`);--> statement-breakpoint
ALTER TABLE `media_counts` ADD `image_bytes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `media_counts` ADD `video_bytes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `media_counts` ADD `audio_bytes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `media_counts` ADD `file_bytes` integer DEFAULT 0 NOT NULL;