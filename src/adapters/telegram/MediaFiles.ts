import { Redacted } from "effect"
import { Api } from "grammy"
import { type Outgoing, type OutgoingFile } from "../../ports/ChannelTransport.ts"
import { type Egress } from "../../ports/Egress.ts"
import { makeDownload } from "./MediaDownload.ts"
import { sendFile } from "./MediaSending.ts"

/** Where Telegram itself answers bots. */
const telegram = "https://api.telegram.org"

/** Longer than a file is sent for: our own limit comes first. */
const timeoutSeconds = 150

/** Files of one bot: what it sends, and what was sent to it. */
export const makeFiles = (egress: Egress["Service"], token: Redacted.Redacted, apiRoot = telegram) => {
  const api = new Api(Redacted.value(token), { timeoutSeconds, apiRoot })
  return {
    send: (message: Outgoing, file: OutgoingFile) => sendFile(api, message, file),
    download: makeDownload({ api, egress, apiRoot, token })
  }
}

export type Files = ReturnType<typeof makeFiles>
