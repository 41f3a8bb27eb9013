import type { StartState } from "../api/StartGateway.ts"

/** One of the five steps to the first reply. */
export interface StartStep {
  readonly key: "panel" | "channel" | "route" | "try" | "reply"
  readonly title: string
  /** What it is for, or what is there already. */
  readonly text: string
  readonly isDone: boolean
  readonly button: string
  readonly href: string
}

const several = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** The steps in their order, each done as soon as what it asks for is there. */
export const startSteps = (state: StartState, hasTried: boolean): ReadonlyArray<StartStep> => [
  {
    key: "panel",
    title: "Connect your panel",
    text:
      state.panels > 0
        ? `${several(state.panels, "panel is", "panels are")} connected.`
        : "Its address and an admin API key. The rest is found out.",
    isDone: state.panels > 0,
    button: state.panels > 0 ? "See panels" : "Add your panel",
    href: state.panels > 0 ? "/panels" : "/panels?add=yes"
  },
  {
    key: "channel",
    title: "Link a WhatsApp number or a Telegram bot",
    text:
      state.linkedTo !== null
        ? `${state.linkedTo} is connected.`
        : state.channels > 0
          ? "The channel is there; its QR code waits to be scanned."
          : "Scan a QR code with the phone that your customers write to.",
    isDone: state.linkedTo !== null,
    button: state.linkedTo !== null ? "See channels" : state.channels > 0 ? "Show the code" : "Add a channel",
    href: state.channels > 0 ? "/channels" : "/channels?add=yes"
  },
  {
    key: "route",
    title: "Say where your providers get their orders",
    text:
      state.routes > 0
        ? `${several(state.routes, "route is", "routes are")} on.`
        : state.providers > 0
          ? `${several(state.providers, "provider is", "providers are")} known. Choose a chat for one of them, or one for everything.`
          : "Import the providers of your panel, then choose the chat that gets their requests.",
    isDone: state.routes > 0,
    button: state.routes > 0 ? "See routes" : state.providers > 0 ? "Add a route" : "Import providers",
    href: state.routes > 0 ? "/routes" : state.providers > 0 ? "/routes?add=yes" : "/providers"
  },
  {
    key: "try",
    title: "Try an order of your panel",
    text: "See what the bot would answer and do, with every check. Nothing is sent or stored.",
    isDone: hasTried || state.hasReplied,
    button: "Try it",
    href: "/test"
  },
  {
    key: "reply",
    title: "Get the first reply",
    text: state.hasReplied
      ? "The bot has answered. The conversation is on the desk."
      : "Write the line below from a phone to your channel. The bot answers, and this step ticks itself off.",
    isDone: state.hasReplied,
    button: "Open the desk",
    href: "/desk"
  }
]

/** What to write to see the first reply. */
export const firstLine = (orderId: string | null): string => `${orderId ?? "492007588"} status`
