import { Context, Schema } from "effect"
import type { Effect } from "effect"

/** The mail server did not take a mail. `safeText` holds no address and no key. */
export class MailError extends Schema.TaggedError<MailError>()("MailError", { safeText: Schema.String }) {}

/** Mail to people; used only where the deployment has a mail server. Implemented by `adapters/mail`. */
export class Mail extends Context.Service<
  Mail,
  {
    readonly isConfigured: boolean
    readonly send: (mail: {
      readonly to: string
      readonly subject: string
      readonly text: string
    }) => Effect.Effect<void, MailError>
  }
>()("relaydesk/ports/Mail") {}
