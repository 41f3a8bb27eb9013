import type { Provider } from "../api/ProviderGateway.ts"
import { Switch } from "../ui/Switch.tsx"
import { commandWords } from "../words/orderWords.ts"
import { isCommandOn, isWholeOn, type ProviderCommand, type Providers, type Way } from "./createProviders.ts"

/** The commands of each way; panels take no speed-ups. */
export const wayCommands: Readonly<Record<Way, ReadonlyArray<ProviderCommand>>> = {
  forward: ["refill", "cancel", "speedup"],
  panel: ["refill", "cancel"]
}

export const wayWords: Readonly<Record<Way, { readonly label: string; readonly meaning: string }>> = {
  forward: { label: "Forwarding", meaning: "His chats are told of requests for his orders" },
  panel: { label: "Panel request", meaning: "Your panel is asked for what it can do itself" }
}

interface SwitchProps {
  readonly providers: Providers
  readonly provider: Provider
  readonly way: Way
}

/** A whole way on or off. */
export const WholeSwitch = (props: SwitchProps) => (
  <Switch
    label={`${props.provider.alias}: ${wayWords[props.way].label.toLowerCase()}`}
    isOn={isWholeOn(props.provider, props.way)}
    isBusy={props.providers.act.isBusy(`${props.provider.id} ${props.way}`)}
    onChange={(isOn) => void props.providers.setWhole(props.provider, props.way, isOn)}
  />
)

/** One command of a way; it rests while the whole is off. */
export const CommandSwitch = (props: SwitchProps & { readonly command: ProviderCommand }) => (
  <Switch
    label={`${props.provider.alias}: ${wayWords[props.way].label.toLowerCase()} of ${commandWords[props.command]}`}
    isOn={isCommandOn(props.provider, props.way, props.command)}
    isBusy={
      !isWholeOn(props.provider, props.way) ||
      props.providers.act.isBusy(`${props.provider.id} ${props.way} ${props.command}`)
    }
    onChange={(isOn) => void props.providers.setCommand(props.provider, props.way, props.command, isOn)}
  />
)
