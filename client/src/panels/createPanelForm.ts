import { createSignal } from "solid-js"
import type { Panel, PanelChange, PanelKind } from "../api/PanelGateway.ts"
import {
  descriptionDraft,
  descriptionOf,
  emptyDescription,
  type DescriptionDraft
} from "./DescriptionDraft.ts"

interface PanelDraft {
  readonly name: string
  readonly kind: PanelKind
  readonly url: string
  /** Empty: the saved one stays. */
  readonly key: string
  readonly userKey: string
  readonly isUserKeyRemoved: boolean
  readonly rate: string
  readonly description: DescriptionDraft
}

const draftOf = (panel: Panel): PanelDraft => ({
  name: panel.name,
  kind: panel.kind,
  url: panel.baseUrl,
  key: "",
  userKey: "",
  isUserKeyRemoved: false,
  rate: String(panel.requestsPerSecond),
  description:
    panel.settings.description === undefined ? emptyDescription : descriptionDraft(panel.settings.description)
})

/** A saved panel as it is edited: only what was changed is sent. */
export const createPanelForm = (panel: () => Panel) => {
  const [draft, setDraft] = createSignal(draftOf(panel()))

  const changes = (): PanelChange => {
    const before = panel()
    const now = draft()
    const description = descriptionOf(now.description)
    const isDescribed =
      now.kind === "generic" &&
      (before.kind !== "generic" || JSON.stringify(description) !== JSON.stringify(known(before)))
    return {
      ...(now.name.trim() === before.name ? {} : { name: now.name.trim() }),
      ...(now.kind === before.kind ? {} : { kind: now.kind }),
      ...(now.url.trim() === before.baseUrl ? {} : { url: now.url.trim() }),
      ...(now.key.trim() === "" ? {} : { key: now.key.trim() }),
      ...(now.userKey.trim() !== ""
        ? { userKey: now.userKey.trim() }
        : now.isUserKeyRemoved
          ? { userKey: null }
          : {}),
      ...(now.rate.trim() === "" || Number(now.rate) === before.requestsPerSecond
        ? {}
        : { requestsPerSecond: Number(now.rate) }),
      ...(isDescribed ? { settings: { description } } : {})
    }
  }

  return {
    draft,
    changes,
    type: (values: Partial<PanelDraft>) => setDraft((now) => ({ ...now, ...values })),
    describe: (values: Partial<DescriptionDraft>) =>
      setDraft((now) => ({ ...now, description: { ...now.description, ...values } })),
    isDirty: () => Object.keys(changes()).length > 0,
    isMoved: () => draft().url.trim() !== panel().baseUrl,
    /** Shows the panel as it is saved. */
    reset: () => setDraft(draftOf(panel()))
  }
}

/** The saved description as its form writes it, so that an order of fields is no change. */
const known = ({ settings }: Panel) =>
  settings.description === undefined ? null : descriptionOf(descriptionDraft(settings.description))

export type PanelForm = ReturnType<typeof createPanelForm>
