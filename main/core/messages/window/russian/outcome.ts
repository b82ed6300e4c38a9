import type { ExamineMessages, RemovedKind, ResultMessages } from '../catalogue.js'
import { amounts, count } from './screens.js'

const { number } = amounts
const filesOf = (amount: number): string => count(amount, 'файл', 'файла', 'файлов')

const removed: Readonly<Record<RemovedKind, string>> = {
  gps: 'Координаты GPS',
  place: 'Названия мест',
  person: 'Имена людей',
  serial: 'Серийный номер камеры или объектива',
  'hidden-picture': 'Скрытое изображение',
  'hidden-video': 'Скрытое видео',
  thumbnail: 'Уменьшенное изображение, на котором ещё видны лица',
  device: 'Камера или телефон',
  time: 'Дата и время',
  text: 'Тексты и ключевые слова',
  history: 'История изменений',
  software: 'Названия программ',
  'hidden-data': 'Скрытые данные',
}

export const result: ResultMessages = {
  exporting: (finished, total) => `Экспорт: ${number(finished)} из ${number(total)}`,
  stop: 'Остановить',
  safe: (amount) => `${filesOf(amount)} можно публиковать`,
  safeNone: 'Ни один файл не выпущен',
  needYou: (amount) => `Требуют вашего внимания: ${filesOf(amount)}`,
  needYouWhy: (amount) =>
    amount === 1
      ? 'Он не выпущен. Посмотрите его, исправьте и экспортируйте ещё раз.'
      : 'Они не выпущены. Посмотрите каждый, исправьте и экспортируйте ещё раз.',
  notExported: (amount) => `Пропущено: ${filesOf(amount)}`,
  savedIn: 'Сохранено в папке',
  openFolder: 'Открыть папку',
  lookAtIt: 'Посмотреть',
  exportAgain: 'Экспортировать ещё раз',
  removedTitle: 'Что удалено',
  removed: (kind, amount) => `${removed[kind]} · ${filesOf(amount)}`,
  covered: (amount) => `Закрыто мест: ${number(amount)}`,
  stays: (amount) => `Кто-то остаётся видимым, как вы выбрали: ${filesOf(amount)}.`,
  watchFirst: (name, times) => `${name}: возможно, кого-то видно: ${times}. Сначала посмотрите эти моменты.`,
  lookYourself:
    'Посмотрите каждую копию перед публикацией: одежда, татуировки, вывески и места тоже могут выдать человека.',
  bareHeads: (amount) =>
    `Есть кто-то с незакрытой головой, со спины или с незамеченным лицом: ${filesOf(amount)}. Посмотрите ${amount === 1 ? 'этот файл' : 'каждый из них'}.`,
  watchVideos:
    'Просмотрите каждое видео от начала до конца: в наших испытаниях примерно один человек из 100 был виден в каком-нибудь кадре.',
  posterMissing: (name, reason) => `Нет стоп-кадра из ${name}: ${reason}`,
  report: 'Сохранить отчёт…',
  reportTitle: 'Сохранить отчёт',
  reportKinds: { shareable: 'Чтобы передать другим', own: 'Для себя' },
  reportWhy: {
    shareable: 'Только количества и причины: ни имён файлов, ни мест, ни тех, кто остаётся видимым.',
    own: 'Также файлы с папками и кто, где и почему остаётся видимым. Не кладите его рядом с тем, что публикуете.',
  },
  reportSaved: (name) => `Сохранено: ${name}.`,
  backToFiles: 'Назад к файлам',
  startAnew: 'Начать заново…',
}

export const examine: ExamineMessages = {
  verifyTitle: 'Проверить папку',
  verifyLead:
    'Можно ли публиковать эту папку? В каждом файле проверяется каждый байт и ищутся лица: фото осматриваются целиком, видео около шести раз в секунду.',
  verifyChoose: 'Выбрать папку…',
  verifyRunning: (amount) => `Проверено: ${filesOf(amount)}…`,
  verifyClean: (amount) => `Проверено: ${filesOf(amount)}, ничего не найдено`,
  verifyWanting: (amount) => `Нельзя публиковать: ${filesOf(amount)}`,
  verifySound: (amount) =>
    `Видео со звуком: ${number(amount)}. Каждого, кто говорит, можно узнать по голосу. Публикуйте звук, только если это никому не повредит.`,
  hasSound: 'есть звук',
  verifySampled: (looked, frames) =>
    `В видео лица искали не во всех кадрах, а в ${number(looked)} из ${number(frames)}: посмотрите каждое видео сами.`,
  verifyEmpty: 'В этой папке нет файлов',
  clean: 'Ничего не найдено',
  findings: (amount) => count(amount, 'находка', 'находки', 'находок'),
  notExamined: 'Не проверено',
  inspectTitle: 'Заглянуть в файл',
  inspectLead: 'Что это фото или видео рассказало бы о вас, если отправить его как есть?',
  inspectChoose: 'Выбрать файл…',
  inspectWorking: 'Заглядываем в файл…',
  another: 'Выбрать другое',
  nothingTold: 'Этот файл не рассказывает ничего, кроме самого изображения',
  tells: (amount) => `Кроме изображения, в файле есть ещё сведения: ${number(amount)}`,
  size: 'Изображение',
  faces: (amount) => (amount === 0 ? 'Лиц не найдено' : count(amount, 'лицо', 'лица', 'лиц')),
  technical: (amount) => count(amount, 'техническое поле', 'технических поля', 'технических полей'),
  useIt: 'Перетащите его на первую страницу, чтобы получить безопасную копию.',
}
