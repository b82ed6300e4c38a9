import { useId } from 'react'
import { Dialog } from '../components/dialog.js'
import { Segmented } from '../components/segmented.js'
import { Select } from '../components/select.js'
import { windowMessages } from '../../main/core/messages/window/languages.js'
import type { Language, Settings } from '../../main/core/session/types.js'
import { textSizesPercent } from '../../main/core/session/types.js'
import { useApp, useMessages, useWindow } from '../state/app.js'

const languages = Object.keys(windowMessages) as Language[]
const themes = ['system', 'light', 'dark'] as const
const levels = ['fast', 'balanced', 'thorough'] as const

export function SettingsDialog() {
  const { dispatch, request } = useApp()
  const { settings: words, amounts } = useMessages()
  const settings = useWindow((state) => state.settings)?.settings
  const why = useId()
  if (!settings) return null
  const change = async (next: Settings) => {
    const outcome = await request('change-settings', { settings: next })
    if (outcome) dispatch({ type: 'settings-loaded', settings: outcome.answer })
  }
  const chooseLanguage = (chosen: Language | 'system') => {
    void change({ ...settings, language: chosen === 'system' ? undefined : chosen })
  }
  return (
    <Dialog title={words.title} onClose={() => dispatch({ type: 'dialog', dialog: undefined })}>
      <Select
        label={words.language}
        value={settings.language ?? 'system'}
        options={[
          { value: 'system', label: words.languageSystem },
          ...languages.map((language) => ({ value: language, label: windowMessages[language].name })),
        ]}
        onChange={chooseLanguage}
      />
      <Segmented
        label={words.theme}
        value={settings.theme}
        options={themes.map((theme) => ({ value: theme, label: words.themes[theme] }))}
        onChange={(theme) => void change({ ...settings, theme })}
      />
      <Segmented
        label={words.textSize}
        value={`${settings.textSizePercent}`}
        options={textSizesPercent.map((size) => ({ value: `${size}`, label: amounts.percent(size / 100) }))}
        onChange={(size) => {
          const textSizePercent = textSizesPercent.find((known) => `${known}` === size)
          if (textSizePercent !== undefined) void change({ ...settings, textSizePercent })
        }}
      />
      <div aria-describedby={why}>
        <Segmented
          label={words.thoroughness}
          value={settings.thoroughness}
          options={levels.map((level) => ({ value: level, label: words.levels[level] }))}
          onChange={(thoroughness) => void change({ ...settings, thoroughness })}
        />
        <p id={why} className="quiet small">
          {words.levelWhy[settings.thoroughness]}
        </p>
      </div>
      <p className="quiet small">{words.keptOnly}</p>
    </Dialog>
  )
}
