CREATE TABLE `pending_purges` (
	`seq` integer PRIMARY KEY NOT NULL,
	`tag` text NOT NULL,
	`deleted_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `retired_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`token_id` text NOT NULL,
	`retired_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `tokens` ADD `revoked_at` integer;