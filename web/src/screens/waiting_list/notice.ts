import type { Shape } from "../../api/shapes";

type Language = Shape<"Language">;

type NoticeOf = { name: string; clinic: string; sender: string };

/**
 * Words to tell somebody that the clinic now takes what they wait for: in their own language, whatever the
 * reader's is. What they wait for is not named: a message may be read by somebody else.
 */
const letters: Record<Language, (of: NoticeOf) => string> = {
  cs: ({ name, clinic, sender }) =>
    `Dobrý den,\n\npřáli jste si vědět, až začneme přijímat s obtížemi, které Vás k nám přivedly (zápis na jméno ${name}). Od této chvíle s nimi přijímáme.\n\nPokud o léčbu stále stojíte, odpovězte prosím na tuto zprávu nebo nám zavolejte. Domluvíme úvodní rozhovor; k ničemu Vás nezavazuje. Pokud už zájem nemáte, stačí nám to napsat a nebudeme Vás dál oslovovat.\n\nS pozdravem\n${sender}\n${clinic}`,
  en: ({ name, clinic, sender }) =>
    `Hello,\n\nyou asked us to let you know when we begin to admit people with what you are waiting for (noted under the name ${name}). We do so from now on.\n\nIf you are still interested, please answer this message or give us a call. We will arrange an initial interview; it binds you to nothing. If you are no longer interested, just tell us and we will not write again.\n\nKind regards\n${sender}\n${clinic}`,
  uk: ({ name, clinic, sender }) =>
    `Добрий день!\n\nВи просили повідомити, коли наша клініка почне приймати з тим, на що Ви чекаєте (записано на ім’я ${name}). Відтепер ми приймаємо.\n\nЯкщо Вам це досі потрібно, дайте, будь ласка, відповідь на це повідомлення або зателефонуйте нам. Ми домовимося про першу розмову; вона Вас ні до чого не зобов’язує. Якщо потреби вже немає, просто напишіть нам, і ми більше не турбуватимемо Вас.\n\nЗ повагою\n${sender}\n${clinic}`,
};

export function noticeFor(language: Language, of: NoticeOf): string {
  return letters[language](of);
}
