import { For, Show } from "solid-js"
import type { Panel } from "../api/PanelGateway.ts"
import { getPrivacyNotice } from "../api/ProviderGateway.ts"
import { Confirm } from "../ui/Confirm.tsx"
import { createRead } from "../ui/createRead.ts"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import type { Panels } from "./createPanels.ts"

/** Sentences of the notice that speak of the end of a panel, in this order. */
const told = ["disconnecting", "recovery", "permanence", "history", "change log"]

interface DisconnectPanelProps {
  readonly panel: Panel
  readonly panels: Panels
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Asks once more, with what goes and what stays as it is true of this workspace (PR-04). */
export const DisconnectPanel = (props: DisconnectPanelProps) => {
  const notice = createRead(getPrivacyNotice)
  const sentences = () =>
    told.flatMap((about) => notice.value()?.filter((sentence) => sentence.about === about) ?? [])
  const remove = async () => {
    if (await props.panels.remove(props.panel.id)) props.onDone()
  }
  return (
    <Confirm
      title={`Disconnect ${props.panel.name}?`}
      yes="Disconnect"
      no="Keep it"
      isDanger
      isBusy={props.panels.act.isBusy("remove")}
      trouble={props.panels.act.trouble()}
      onYes={() => void remove()}
      onNo={props.onClose}
    >
      <FormTrouble trouble={notice.trouble()} onRetry={notice.reload} />
      <Show
        when={notice.value()}
        fallback={
          <Show when={notice.trouble() === null}>
            <SkeletonRows count={3} rowClass="h-12" />
          </Show>
        }
      >
        <ul class="flex flex-col gap-2">
          <For each={sentences()}>{(sentence) => <li>{sentence.text}</li>}</For>
        </ul>
      </Show>
    </Confirm>
  )
}
