import { createResource, Match, Switch } from "solid-js"
import { channelWebhook } from "../api/Gateway.ts"
import { asTrouble } from "../api/Trouble.ts"
import type { ChannelView } from "../api/Views.ts"
import { Button } from "../ui/Button.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { kindWords } from "../words/channelWords.ts"

interface WebhookDialogProps {
  readonly channel: ChannelView
  readonly onClose: () => void
}

/** The address that the owner types at the network, which then brings its messages there. */
export const WebhookDialog = (props: WebhookDialogProps) => {
  const [address, { refetch }] = createResource(
    () => props.channel.id,
    (id) => channelWebhook(id)
  )
  return (
    <Modal isOpen title={`Webhook of ${props.channel.name}`} onClose={props.onClose}>
      <p>
        Enter this address in the settings of {kindWords[props.channel.kind]}, so that messages come in. What
        is not signed with your secrets is refused there.
      </p>
      <Switch>
        <Match when={address.loading}>
          <SkeletonRows count={1} rowClass="h-11" />
        </Match>
        <Match when={address.error !== undefined}>
          <ErrorBox trouble={asTrouble(address.error)} onRetry={() => void refetch()} isSmall />
        </Match>
        <Match when={address()}>
          {(url) => (
            <p class="figures my-3 rounded-md border border-line bg-surface p-3 break-all select-all">
              {url()}
            </p>
          )}
        </Match>
      </Switch>
      <div class="flex justify-end">
        <Button onClick={() => props.onClose()}>Done</Button>
      </div>
    </Modal>
  )
}
