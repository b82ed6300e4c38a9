import { Images } from 'lucide-react'
import { useState } from 'react'
import type { KeepReason, PersonReason } from '../../main/core/review/decision.js'
import { Button } from '../components/button.js'
import { Dialog } from '../components/dialog.js'
import { Progress } from '../components/parts.js'
import { useApp, useMessages, useWindow } from '../state/app.js'

type Outcome =
  | { readonly status: 'asking'; readonly problem?: string }
  | { readonly status: 'working' }
  | { readonly status: 'done'; readonly told: string }

const personReasons: readonly (PersonReason & KeepReason)[] = ['consented', 'public-figure']

/** Somebody stays visible who is known by pictures that need not be part of the session. */
export function KeepPicturesDialog() {
  const { bridge, dispatch, request } = useApp()
  const { people, reasons, common } = useMessages()
  const [outcome, setOutcome] = useState<Outcome>({ status: 'asking' })
  const close = () => {
    if (outcome.status === 'working') void request('cancel-comparison', undefined)
    dispatch({ type: 'dialog', dialog: undefined })
  }
  const keep = async (reason: PersonReason) => {
    setOutcome({ status: 'working' })
    const kept = await bridge.request('keep-from-pictures', { reason })
    if (kept.ok) {
      const told = kept.value && people.kept(kept.value.visible, kept.value.perhaps)
      setOutcome(told === undefined ? { status: 'asking' } : { status: 'done', told })
      return
    }
    const { error } = kept
    const problem =
      error.code === 'reference-unusable'
        ? `${error.file}: ${people.referenceProblems[error.problem]}`
        : reasons.bridge(error)
    setOutcome({ status: 'asking', problem })
  }
  return (
    <Dialog
      title={people.fromPicturesTitle}
      onClose={close}
      actions={<Button onClick={close}>{outcome.status === 'done' ? common.close : common.cancel}</Button>}
    >
      {outcome.status !== 'done' && (
        <>
          <p>{people.fromPicturesWhy}</p>
          <p>{people.keepEverywhereWhy}</p>
        </>
      )}
      {outcome.status === 'asking' && (
        <>
          <h3>{people.keepEverywhereQuestion}</h3>
          <div className="keep-reasons">
            {personReasons.map((reason) => (
              <Button key={reason} size="large" icon={Images} onClick={() => void keep(reason)}>
                {reasons.keep[reason]}…
              </Button>
            ))}
          </div>
        </>
      )}
      {outcome.status === 'working' && <Working />}
      <p role="status">
        {outcome.status === 'done' && outcome.told}
        {outcome.status === 'asking' && outcome.problem}
      </p>
    </Dialog>
  )
}

function Working() {
  const { people: words } = useMessages()
  const people = useWindow((state) => state.session?.people)
  const comparing = people?.status === 'comparing' && people.done < people.total ? people : undefined
  const told = comparing ? words.comparing(comparing.done, comparing.total) : words.reading
  return (
    <>
      <p className="number" role="status">
        {told}
      </p>
      <Progress label={told} share={comparing ? comparing.done / comparing.total : undefined} />
    </>
  )
}
