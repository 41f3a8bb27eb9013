/** A webhook's body as a page shows it. */
export interface WebhookText {
  readonly text: string
  /** Only its beginning is shown. */
  readonly isCut: boolean
}

/** Characters shown; more helps nobody who reads. */
const most = 20_000

/** Words in the name of a field whose value is a secret somewhere. */
const secretName = /token|secret|password|authorization|signature|api_?key|credential/i

const hidden = "•••"

/** What a network sent, to be read: as indented JSON where it is some, with the values of secrets covered. */
export const webhookText = (body: Uint8Array): WebhookText => {
  const text = readable(body)
  return text.length > most
    ? { text: text.slice(0, most).toWellFormed(), isCut: true }
    : { text, isCut: false }
}

const readable = (body: Uint8Array): string => {
  let text: string
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body)
  } catch {
    return `${body.length} bytes that are no text`
  }
  try {
    return JSON.stringify(
      JSON.parse(text),
      (name, value: unknown) => (isSecret(name, value) ? hidden : value),
      2
    )
  } catch {
    return text.split("&").map(shownField).join("&")
  }
}

/** `name=value` of a form. */
const shownField = (field: string): string => {
  const end = field.indexOf("=")
  return end > 0 && secretName.test(field.slice(0, end)) ? `${field.slice(0, end)}=${hidden}` : field
}

const isSecret = (name: string, value: unknown): boolean =>
  secretName.test(name) && value !== null && typeof value !== "object"
