CREATE TABLE `media` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`mime_type` text NOT NULL,
	`name` text NOT NULL,
	`stored_name` text NOT NULL,
	`name_folded` text NOT NULL,
	`size` integer NOT NULL,
	`width` integer,
	`height` integer,
	`duration` real,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleting_at` integer,
	CONSTRAINT "media_type_known" CHECK(type IN ('image', 'video', 'audio', 'file'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `media_id_unique` ON `media` (`id`);--> statement-breakpoint
CREATE INDEX `media_type` ON `media` (`type`);--> statement-breakpoint
CREATE INDEX `media_deleting` ON `media` (`deleting_at`) WHERE deleting_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `media_counts` (
	`bucket` integer PRIMARY KEY NOT NULL,
	`image` integer DEFAULT 0 NOT NULL,
	`video` integer DEFAULT 0 NOT NULL,
	`audio` integer DEFAULT 0 NOT NULL,
	`file` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `multipart_uploads` (
	`upload_id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tokens` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`hash` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`scopes` text NOT NULL,
	`user_id` text NOT NULL,
	`last_four` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tokens_id_unique` ON `tokens` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `tokens_hash_unique` ON `tokens` (`hash`);