#include "documents/mail/mail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "documents/mail/scripted_server.h"

namespace afterglow::documents {

void PrintTo(MailOutcome outcome, std::ostream* out) {
    switch (outcome) {
        case MailOutcome::sent: *out << "sent"; break;
        case MailOutcome::refused_for_now: *out << "refused_for_now"; break;
        case MailOutcome::refused_for_good: *out << "refused_for_good"; break;
        case MailOutcome::unknown: *out << "unknown"; break;
    }
}

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

MailServer server_at(int port) { return {.host = "127.0.0.1", .port = port, .security = MailSecurity::none}; }

MailMessage message() {
    return {.message_id = "3f2a-1@clinic.example",
            .from_name = "Klinika Ukázka",
            .from_address = "clinic@clinic.example",
            .to_address = "zofie@people.example",
            .subject = "Jak se Vám dnes daří?",
            .text = "Dobrý den,\nzítra v 10 hodin.\n.\nKlinika\n",
            .language = afterglow::Language::cs,
            .date = *parse_instant("2026-11-23T12:25:00Z")};
}

MailResult send_to(std::function<void(Peer&)> script, const MailMessage& what = message(),
                   std::chrono::seconds timeout = 5s) {
    const ScriptedServer server(std::move(script));
    return send_mail(server_at(server.port()), what, timeout);
}

// The server answers the command `verb` with `answer`, then says goodbye.
MailResult answered(const std::string& verb, const std::string& answer) {
    return send_to([&](Peer& peer) {
        peer.until(verb);
        peer.say(answer);
        if (peer.line() == "QUIT") peer.say("221 goodbye\r\n");
    });
}
// The server takes the whole message and then does `after`.
MailResult after_message(std::function<void(Peer&)> after, std::chrono::seconds timeout = 5s) {
    return send_to(
        [&](Peer& peer) {
            peer.until_message();
            peer.message();
            after(peer);
        },
        message(), timeout);
}

TEST(Mail, IsSentWhenTheServerSaysSo) {
    const MailResult result = after_message([](Peer& peer) {
        peer.say("250 kept as 17\r\n");
        if (peer.line() == "QUIT") peer.say("221 goodbye\r\n");
    });
    EXPECT_EQ(result.outcome, MailOutcome::sent);
    EXPECT_EQ(result.text, "250 kept as 17");
}

TEST(Mail, AnAnswerOfSeveralLinesCounts) {
    const MailResult result = after_message([](Peer& peer) { peer.say("250-kept\r\n250 as 17\r\n"); });
    EXPECT_EQ(result.outcome, MailOutcome::sent);
}

// ---- nobody knows -------------------------------------------------------------------------------------------------------

TEST(Mail, ABreakAfterTheFinalDotIsUnknown) {
    EXPECT_EQ(after_message([](Peer&) {}).outcome, MailOutcome::unknown);
    EXPECT_EQ(after_message([](Peer& peer) { peer.break_off(); }).outcome, MailOutcome::unknown);
}

TEST(Mail, SilenceAfterTheFinalDotIsUnknown) {
    EXPECT_EQ(after_message([](Peer& peer) { peer.line(); }, 1s).outcome, MailOutcome::unknown);
}

TEST(Mail, HalfAnAnswerIsUnknown) {
    EXPECT_EQ(after_message([](Peer& peer) { peer.say("25"); }).outcome, MailOutcome::unknown);
    EXPECT_EQ(after_message([](Peer& peer) { peer.say("250 kept"); }).outcome, MailOutcome::unknown);
    EXPECT_EQ(after_message([](Peer& peer) { peer.say("250-kept\r\n"); }).outcome, MailOutcome::unknown);
}

TEST(Mail, AnAnswerThatIsNoneIsUnknown) {
    EXPECT_EQ(after_message([](Peer& peer) { peer.say("kept it, thank you\r\n"); }).outcome, MailOutcome::unknown);
    EXPECT_EQ(after_message([](Peer& peer) { peer.say("354 more?\r\n"); }).outcome, MailOutcome::unknown);
    EXPECT_EQ(after_message([](Peer& peer) { peer.say("221 goodbye\r\n"); }).outcome, MailOutcome::unknown);
    EXPECT_EQ(after_message([](Peer& peer) { peer.say(std::string(200'000, 'x')); }).outcome, MailOutcome::unknown);
}

// ---- surely not accepted --------------------------------------------------------------------------------------------------

TEST(Mail, NobodyListensIsForNow) {
    EXPECT_EQ(send_mail(server_at(free_port()), message(), 5s).outcome, MailOutcome::refused_for_now);
}

TEST(Mail, AnUnknownHostIsForNow) {
    MailServer server = server_at(25);
    server.host = "no-such-host.invalid";
    EXPECT_EQ(send_mail(server, message(), 5s).outcome, MailOutcome::refused_for_now);
}

TEST(Mail, ASlowGreetingIsForNowAndInTime) {
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(send_to([](Peer& peer) { peer.line(); }, message(), 1s).outcome, MailOutcome::refused_for_now);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 4s);
}

TEST(Mail, GarbageForAGreetingIsForNow) {
    EXPECT_EQ(send_to([](Peer& peer) { peer.say("\x01\x02 HTTP/1.1 200 OK\r\n\r\n"); }).outcome,
              MailOutcome::refused_for_now);
    EXPECT_EQ(send_to([](Peer& peer) { peer.say(std::string(500'000, 'y')); }).outcome, MailOutcome::refused_for_now);
}

TEST(Mail, ABreakBeforeTheMessageIsForNow) {
    for (const char* verb : {"EHLO", "MAIL", "RCPT", "DATA"})
        EXPECT_EQ(send_to([&](Peer& peer) { peer.until(verb); }).outcome, MailOutcome::refused_for_now) << verb;
}

// The message is larger than what the network keeps on its way to a server that reads slowly.
TEST(Mail, ABreakWithinTheMessageIsForNow) {
    MailMessage large = message();
    large.text = std::string(kMaxMailText, 'a');
    const auto script = [](Peer& peer) {
        peer.until_message();
        peer.take_some(2000);
        peer.break_off();
    };
    EXPECT_EQ(send_to(script, large).outcome, MailOutcome::refused_for_now);
}

TEST(Mail, SilenceWithinTheMessageIsForNow) {
    MailMessage large = message();
    large.text = std::string(kMaxMailText, 'a');
    const auto script = [](Peer& peer) {
        peer.until_message();
        peer.wait(2500ms);
    };
    EXPECT_EQ(send_to(script, large, 1s).outcome, MailOutcome::refused_for_now);
}

TEST(Mail, SilenceBeforeTheMessageIsForNow) {
    const auto script = [](Peer& peer) {
        peer.until("DATA");
        peer.line();
    };
    EXPECT_EQ(send_to(script, message(), 1s).outcome, MailOutcome::refused_for_now);
}

TEST(Mail, FourHundredsAreForNow) {
    for (const char* verb : {"MAIL", "RCPT", "DATA"})
        EXPECT_EQ(answered(verb, "451 later\r\n").outcome, MailOutcome::refused_for_now) << verb;
    EXPECT_EQ(send_to([](Peer& peer) { peer.say("421 busy\r\n"); }).outcome, MailOutcome::refused_for_now);
    EXPECT_EQ(answered("DATA", "421 closing\r\n").text, "421 closing");
    EXPECT_EQ(after_message([](Peer& peer) { peer.say("451 disk full\r\n"); }).outcome, MailOutcome::refused_for_now);
    EXPECT_EQ(after_message([](Peer& peer) { peer.say("421 closing\r\n"); }).outcome, MailOutcome::refused_for_now);
}

TEST(Mail, FiveHundredsAreForGood) {
    for (const char* verb : {"MAIL", "RCPT", "DATA"})
        EXPECT_EQ(answered(verb, "550 no such person\r\n").outcome, MailOutcome::refused_for_good) << verb;
    EXPECT_EQ(answered("RCPT", "550 no such person\r\n").text, "550 no such person");
    EXPECT_EQ(after_message([](Peer& peer) { peer.say("554 spam\r\n"); }).outcome, MailOutcome::refused_for_good);
}

// A wrong password or a blocked address of the clinic is put right, and then the message can go.
TEST(Mail, FiveHundredsBeforeTheMessageIsNamedAreForNow) {
    EXPECT_EQ(send_to([](Peer& peer) { peer.say("554 not you\r\n"); }).outcome, MailOutcome::refused_for_now);
    const ScriptedServer scripted([](Peer& peer) {
        peer.greet();
        peer.line();
        peer.say("250-mail.example\r\n250 AUTH PLAIN\r\n");
        while (!peer.line().empty()) peer.say("535 wrong password\r\n");
    });
    MailServer server = server_at(scripted.port());
    server.user = "clinic";
    server.password = "wrong";
    EXPECT_EQ(send_mail(server, message(), 5s).outcome, MailOutcome::refused_for_now);
}

TEST(Mail, SilenceAtTheGoodbyeDoesNotUndoIt) {
    const auto begin = std::chrono::steady_clock::now();
    const MailResult result = after_message(
        [](Peer& peer) {
            peer.say("250 kept\r\n");
            while (!peer.line().empty()) continue;
        },
        1s);
    EXPECT_EQ(result.outcome, MailOutcome::sent);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 9s);
}

// ---- what goes over the wire ------------------------------------------------------------------------------------------------

TEST(Mail, NothingGoesInTheClearWhenEncryptionIsAsked) {
    std::string heard;
    {
        const ScriptedServer scripted([&](Peer& peer) {
            peer.greet();
            for (std::string said = peer.line(); !said.empty(); said = peer.line()) {
                heard += said + "\n";
                peer.say("250 no encryption here\r\n");
            }
        });
        MailServer server = server_at(scripted.port());
        server.security = MailSecurity::starttls;
        server.user = "clinic";
        server.password = "secret";
        EXPECT_EQ(send_mail(server, message(), 5s).outcome, MailOutcome::refused_for_now);
    }
    EXPECT_THAT(heard, testing::Not(HasSubstr("MAIL")));
    EXPECT_THAT(heard, testing::Not(HasSubstr("AUTH")));
}

TEST(Mail, APasswordIsNotSentInTheClear) {
    const MailServer server{.host = "mail.example",
                            .port = 25,
                            .security = MailSecurity::none,
                            .user = "clinic",
                            .password = "secret",
                            .ca_file = {}};
    const MailResult result = send_mail(server, message(), 5s);
    EXPECT_EQ(result.outcome, MailOutcome::refused_for_now);
    EXPECT_EQ(result.text, "mail_password_unencrypted");
}

TEST(Mail, TheHostCannotSmuggleAnything) {
    for (const char* host : {"", "mail example", "mail.example/x", "a@b", "mail.example\r\nQUIT", "mail#x"}) {
        MailServer server = server_at(25);
        server.host = host;
        EXPECT_EQ(send_mail(server, message(), 1s).text, "mail_server_address") << host;
    }
}

TEST(Mail, TheServerGetsTheWholeMessage) {
    std::string envelope, content;
    send_to([&](Peer& peer) {
        peer.greet();
        for (std::string said = peer.line(); !said.empty(); said = peer.line()) {
            envelope += said + "\n";
            if (said == "DATA") break;
            peer.say("250 fine\r\n");
        }
        peer.say("354 go on\r\n");
        content = peer.message();
        peer.say("250 kept\r\n");
        peer.line();
    });
    EXPECT_THAT(envelope, HasSubstr("MAIL FROM:<clinic@clinic.example>"));
    EXPECT_THAT(envelope, HasSubstr("RCPT TO:<zofie@people.example>"));
    EXPECT_THAT(content, HasSubstr("\r\nMessage-ID: <3f2a-1@clinic.example>\r\n"));
    EXPECT_THAT(content, HasSubstr("Date: Mon, 23 Nov 2026 12:25:00 +0000\r\n"));
    EXPECT_THAT(content, HasSubstr("\r\nAuto-Submitted: auto-generated\r\n"));
}

// A message with a mistake reaches no server: nobody listens, and still the answer is for good.
TEST(Mail, MistakesAreForGood) {
    const MailServer nobody = server_at(free_port());
    const auto code = [&](auto&& spoil) {
        MailMessage spoilt = message();
        spoil(spoilt);
        const MailResult result = send_mail(nobody, spoilt, 1s);
        EXPECT_EQ(result.outcome, MailOutcome::refused_for_good);
        return result.text;
    };
    EXPECT_EQ(code([](MailMessage& m) { m.to_address = "zofie"; }), "mail_to_address");
    EXPECT_EQ(code([](MailMessage& m) { m.to_address = "zofie@people.example\r\nRCPT TO:<x@y>"; }), "mail_to_address");
    EXPECT_EQ(code([](MailMessage& m) { m.from_address = "clinic@"; }), "mail_from_address");
    EXPECT_EQ(code([](MailMessage& m) { m.message_id = "1@x>\r\nBcc: x@y.example"; }), "mail_message_id");
    EXPECT_EQ(code([](MailMessage& m) { m.subject = "Hello\r\nBcc: x@y.example"; }), "mail_line_break");
    EXPECT_EQ(code([](MailMessage& m) { m.from_name = "Clinic\nBcc: x@y.example"; }), "mail_line_break");
    EXPECT_EQ(code([](MailMessage& m) { m.subject = std::string(kMaxMailLine + 1, 'a'); }), "mail_line_too_long");
    EXPECT_EQ(code([](MailMessage& m) { m.text = std::string(kMaxMailText + 1, 'a'); }), "mail_text_too_long");
    EXPECT_EQ(code([](MailMessage& m) { m.text = "\xC3"; }), "mail_not_utf8");
}

}  // namespace
}  // namespace afterglow::documents
