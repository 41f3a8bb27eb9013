import { badRequest } from "./BotApiError.ts"
import { type Input } from "./http/Input.ts"

interface Entity {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly url?: string
}

const TYPES: Readonly<Record<string, string>> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  s: "strikethrough",
  code: "code",
  pre: "pre",
  a: "text_link",
  blockquote: "blockquote"
}

const CHARACTERS: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"' }

/** Text as members see it. With parse_mode HTML tags become entities, and broken HTML is 400 as in Telegram; MarkdownV2 is left as it is. */
export const parseText = (
  source: string,
  input: Input
): { text: string; entities: ReadonlyArray<unknown> } => {
  if (input.optionalText("parse_mode")?.toLowerCase() !== "html") {
    return { text: source, entities: input.list("entities") }
  }
  let text = ""
  const entities: Array<Entity> = []
  const open: Array<{ tag: string; offset: number; url: string | undefined }> = []
  for (const [token] of source.matchAll(/<[^>]*>?|&\w+;|[^<&]+|&/g)) {
    if (!token.startsWith("<")) {
      text += CHARACTERS[token] ?? token
      continue
    }
    const match = /^<(\/?)([a-z]+)(?:\s+href="([^"]*)")?[^<]*>$/i.exec(token)
    const tag = match?.[2]?.toLowerCase() ?? ""
    const type = TYPES[tag]
    if (type === undefined) throw unparsable(`Unsupported start tag "${tag}" at byte offset ${text.length}`)
    if (match?.[1] === "") {
      open.push({ tag, offset: text.length, url: match[3] })
      continue
    }
    const start = open.pop()
    if (start?.tag !== tag) throw unparsable(`Unmatched end tag at byte offset ${text.length}`)
    const url = start.url === undefined ? {} : { url: start.url }
    entities.push({ type, offset: start.offset, length: text.length - start.offset, ...url })
  }
  const [unclosed] = open
  if (unclosed) throw unparsable(`Can't find end tag corresponding to start tag "${unclosed.tag}"`)
  return { text, entities }
}

const unparsable = (what: string) => badRequest(`can't parse entities: ${what}`)
