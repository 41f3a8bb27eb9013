/** Why the Bot API refuses a request; becomes `{ ok: false, error_code, description, parameters }`. */
export class BotApiError extends Error {
  readonly status: number
  readonly parameters: { readonly retry_after?: number; readonly migrate_to_chat_id?: number } | undefined

  constructor(status: number, description: string, parameters?: BotApiError["parameters"]) {
    super(description)
    this.status = status
    this.parameters = parameters
  }
}

/** 400 "Bad Request: <what>". */
export const badRequest = (what: string): BotApiError => new BotApiError(400, `Bad Request: ${what}`)
