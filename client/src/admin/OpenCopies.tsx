import { createSignal, For, Show } from "solid-js"
import { openRecovery, type RecoveryContent, type RecoveryEntry } from "../api/RecoveryGateway.ts"
import { TimeText } from "../time/TimeText.tsx"
import { AreaField } from "../ui/AreaField.tsx"
import { Button } from "../ui/Button.tsx"
import { createAct } from "../ui/createAct.ts"
import { Modal } from "../ui/Drawer.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"

/** Fewer letters say nothing to who reads the log. */
const shortestReason = 10

/** Asks why, then shows the names; they are gone from the page when it is closed. */
export const OpenCopies = (props: { readonly entry: RecoveryEntry; readonly onClose: () => void }) => {
  const act = createAct()
  const [reason, setReason] = createSignal("")
  const [content, setContent] = createSignal<RecoveryContent | null>(null)
  const open = (event: SubmitEvent) => {
    event.preventDefault()
    void act.run(async () => setContent(await openRecovery(props.entry.panelId, reason().trim())))
  }
  return (
    <Modal
      isOpen
      title={`Copies of ${props.entry.tenantName ?? "a removed workspace"}`}
      onClose={props.onClose}
    >
      <Show
        when={content()}
        fallback={
          <form class="flex flex-col gap-3" novalidate onSubmit={open}>
            <p>
              The names of a panel and of its providers are shown. That you opened them, and why, is put on
              record for good.
            </p>
            <AreaField
              label="Reason"
              hint="Ten letters at least: who asked for it, and what for."
              data-autofocus
              maxlength={500}
              value={reason()}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
            <FormTrouble trouble={act.trouble()} />
            <div class="flex justify-end gap-2">
              <Button onClick={() => props.onClose()}>Back</Button>
              <Button
                type="submit"
                look="danger"
                isBusy={act.isBusy()}
                disabled={reason().trim().length < shortestReason}
              >
                Open the copies
              </Button>
            </div>
          </form>
        }
      >
        {(found) => (
          <div class="flex flex-col gap-3" role="status">
            <p>
              <span class="block text-muted">Panel</span>
              <span class="text-base font-medium select-all">{found().panelName ?? "No name was kept"}</span>
            </p>
            <table class="w-full text-left">
              <caption class="sr-only">Providers</caption>
              <thead>
                <tr class="border-b border-line text-xs text-muted">
                  <th scope="col" class="py-1 pr-2 font-medium">
                    Provider’s name
                  </th>
                  <th scope="col" class="py-1 pr-2 font-medium">
                    Alias
                  </th>
                  <th scope="col" class="py-1 font-medium">
                    Removed
                  </th>
                </tr>
              </thead>
              <tbody>
                <For each={found().providers}>
                  {(provider) => (
                    <tr class="border-b border-line">
                      <td class="py-1 pr-2 wrap-anywhere select-all">{provider.name}</td>
                      <td class="py-1 pr-2 wrap-anywhere">{provider.alias}</td>
                      <td class="py-1 text-muted">
                        <Show when={provider.removedAt} fallback="–">
                          {(at) => <TimeText at={at()} look="short" />}
                        </Show>
                      </td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
            <div class="flex justify-end">
              <Button look="solid" onClick={() => props.onClose()}>
                Close
              </Button>
            </div>
          </div>
        )}
      </Show>
    </Modal>
  )
}
