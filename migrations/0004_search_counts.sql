CREATE TABLE `search_changes` (
	`seq` integer PRIMARY KEY NOT NULL,
	`media_seq` integer NOT NULL,
	`type` text NOT NULL,
	`name_folded` text NOT NULL,
	`delta` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_counts` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`term` text NOT NULL,
	`type` text NOT NULL,
	`up_to` integer NOT NULL,
	`change` integer NOT NULL,
	`runs` text NOT NULL,
	`kept_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_counts_term_type_unique` ON `search_counts` (`term`,`type`);