/** What the browser's file dialog offers first; what is chosen all the same is checked as any other. As in `formats/table.ts`, which a test sees to. */
export const ACCEPTED = '.jpg,.jpeg,.png,.gif,.doc,.docx,.xls,.xlsx,.mp4,.mp3,.pdf'
