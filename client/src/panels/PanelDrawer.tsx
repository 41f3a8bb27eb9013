import { createSignal, Show } from "solid-js"
import { fieldTroubles } from "../api/fieldTroubles.ts"
import type { Panel } from "../api/PanelGateway.ts"
import { DrawerPart } from "../customers/DrawerPart.tsx"
import { SaveBar } from "../customers/SaveBar.tsx"
import { ImportOutcome } from "../providers/ImportOutcome.tsx"
import { Button } from "../ui/Button.tsx"
import { Drawer } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { createPanelForm } from "./createPanelForm.ts"
import type { Panels } from "./createPanels.ts"
import { DescriptionForm } from "./DescriptionForm.tsx"
import { PanelFields } from "./PanelFields.tsx"
import { TestState } from "./TestResult.tsx"

interface PanelDrawerProps {
  readonly panel: Panel
  readonly panels: Panels
  readonly onDisconnect: () => void
  readonly onClose: () => void
}

/** One panel: tested, edited, disconnected. Closing asks once when something is typed and not saved. */
export const PanelDrawer = (props: PanelDrawerProps) => {
  const form = createPanelForm(() => props.panel)
  const [isLeaving, setLeaving] = createSignal(false)
  const troubles = () => fieldTroubles(props.panels.act.trouble())
  const close = () => {
    if (form.isDirty() && !isLeaving()) setLeaving(true)
    else props.onClose()
  }
  const save = async () => {
    const isLast = isLeaving()
    setLeaving(false)
    if (!form.isDirty() || !(await props.panels.edit(props.panel.id, form.changes()))) return
    form.reset()
    if (isLast) props.onClose()
  }
  return (
    <Drawer
      isOpen
      title={props.panel.name}
      onClose={close}
      foot={
        <Show when={form.isDirty()}>
          <SaveBar
            isLeaving={isLeaving()}
            isBusy={props.panels.act.isBusy()}
            onSave={() => void save()}
            onDiscard={() => {
              form.reset()
              props.panels.act.forget()
              if (isLeaving()) props.onClose()
            }}
          />
        </Show>
      }
    >
      <DrawerPart title="Does it work?">
        <div class="flex flex-col gap-2">
          <div class="flex flex-wrap gap-2">
            <Button
              isBusy={props.panels.tests.of(props.panel.id)?._tag === "Asking"}
              onClick={() => void props.panels.tests.run(props.panel.id)}
            >
              Test
            </Button>
            <Button
              isBusy={props.panels.imports.of(props.panel.id)?._tag === "Reading"}
              onClick={() => void props.panels.imports.run(props.panel.id)}
            >
              Import providers
            </Button>
          </div>
          <TestState testing={props.panels.tests.of(props.panel.id)} />
          <p aria-live="polite">
            <ImportOutcome
              look={props.panels.lookAt(props.panel.id)}
              importing={props.panels.imports.of(props.panel.id)}
            />
          </p>
        </div>
      </DrawerPart>
      <Show when={props.panels.act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
      <form
        class="flex flex-col gap-3 border-b border-line p-4"
        aria-label="Panel"
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <PanelFields form={form} panel={props.panel} troubles={troubles()} />
        <Show when={form.draft().kind === "generic"}>
          <DescriptionForm draft={form.draft().description} onType={form.describe} />
        </Show>
        {/* Enter in a field saves; the button itself is at the foot. */}
        <button type="submit" class="hidden" tabindex="-1" aria-hidden="true" />
      </form>
      <div class="p-4">
        <Button look="danger" onClick={() => props.onDisconnect()}>
          Disconnect panel
        </Button>
      </div>
    </Drawer>
  )
}
