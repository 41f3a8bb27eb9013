import type { Message } from "../api/Views.ts"

/** Kinds of messages that are more than text, as people call them. */
export const kindWords: Readonly<Record<Exclude<Message["kind"], "text">, string>> = {
  image: "Photo",
  video: "Video",
  audio: "Voice or sound",
  document: "Document",
  sticker: "Sticker",
  other: "A kind of message that is not shown here"
}

/** A file without words in one line: "Photo", "Document · invoice.pdf". */
export const fileWords = (kind: Message["kind"], name: string | null): string => {
  if (kind === "text") return "No text"
  return name === null || name === "" ? kindWords[kind] : `${kindWords[kind]} · ${name}`
}

/** A message in one line, also one that is a file without a caption. */
export const messageLine = ({ kind, media, text }: Pick<Message, "kind" | "media" | "text">): string =>
  text === "" ? fileWords(kind, media?.name ?? null) : text
