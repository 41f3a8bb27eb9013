import { For } from "solid-js"
import { Field } from "../ui/Field.tsx"
import { ChannelMark } from "../ui/ChannelMark.tsx"
import { kindWords } from "../words/channelWords.ts"

export type Network = "whatsapp" | "telegram"

const networks: ReadonlyArray<Network> = ["whatsapp", "telegram"]
const hints: Readonly<Record<Network, string>> = {
  whatsapp: "With the country code, in any form: +977 980-0000100.",
  telegram: "The account’s number, such as 123456789, not its @name."
}

interface AddressFieldsProps {
  /** Null = not chosen yet. */
  readonly network: Network | null
  readonly address: string
  readonly trouble: string | undefined
  readonly onNetwork: (network: Network) => void
  readonly onAddress: (address: string) => void
}

/** One address: which network, and the number on it. */
export const AddressFields = (props: AddressFieldsProps) => (
  <div class="flex flex-col gap-2">
    <fieldset class="flex gap-2">
      <legend class="sr-only">Network</legend>
      <For each={networks}>
        {(network) => (
          <label class="flex h-8 cursor-pointer items-center gap-2 rounded-md border border-edge/60 px-2.5 has-checked:border-accent has-checked:bg-selected has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:h-10">
            <input
              type="radio"
              name="network"
              class="sr-only"
              required
              checked={props.network === network}
              onChange={() => props.onNetwork(network)}
            />
            <ChannelMark kind={network} />
            {kindWords[network]}
          </label>
        )}
      </For>
    </fieldset>
    <Field
      label={props.network === "telegram" ? "Telegram id" : "Number"}
      name="address"
      value={props.address}
      hint={props.network === null ? "Pick the network that this address is on." : hints[props.network]}
      trouble={props.trouble}
      onInput={(event) => props.onAddress(event.currentTarget.value)}
      required
      maxlength={60}
      inputmode="tel"
      autocomplete="off"
    />
  </div>
)
