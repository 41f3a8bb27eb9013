/** A file's size for people: "120 KB", "2.4 MB". */
export const sizeWords = (bytes: number): string =>
  bytes < 1_048_576
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${Number((bytes / 1_048_576).toFixed(1))} MB`
