import { RequestFailed, troubleOf } from "./Trouble.ts"

const timeoutMillis = 20_000

let onUnauthorized: () => void = () => {}
/** Calls `handler` whenever the gateway says that the login is over. */
export const whenUnauthorized = (handler: () => void): void => {
  onUnauthorized = handler
}

export interface RequestOptions {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  /** A 401 is an answer here (wrong password), not the end of a login. */
  readonly isLogin?: boolean
  /** How long the answer may take; 20 s when absent. */
  readonly timeoutMillis?: number
}

/** Asks the gateway; resolves to its JSON, or rejects with RequestFailed, or with the signal's AbortError. */
export const request = async <A>(path: string, options: RequestOptions = {}): Promise<A> => {
  const timeout = AbortSignal.timeout(options.timeoutMillis ?? timeoutMillis)
  const hasBody = options.body !== undefined
  let answer: Response
  let body: unknown
  try {
    answer = await fetch(path, {
      method: options.method ?? "GET",
      headers: { accept: "application/json", ...(hasBody ? { "content-type": "application/json" } : {}) },
      body: hasBody ? JSON.stringify(options.body) : null,
      credentials: "same-origin",
      signal: options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout])
    })
    body = await answer.json().catch((error: unknown) => {
      if (error instanceof SyntaxError) return null
      throw error
    })
  } catch (error) {
    if (options.signal?.aborted === true) throw error
    throw new RequestFailed(troubleOf(0, null))
  }
  if (answer.ok) return body as A
  if (answer.status === 401 && options.isLogin !== true) onUnauthorized()
  throw new RequestFailed(troubleOf(answer.status, body))
}

/** `?a=1&b=2` of what is set; empty values are left out. */
export const query = (values: Record<string, string | number | null | undefined>): string => {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== "") search.set(key, String(value))
  }
  const text = search.toString()
  return text === "" ? "" : `?${text}`
}
