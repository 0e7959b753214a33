// P23 with the program itself: a policy pack that is damaged on the disk while it runs, mail that cannot be sent while it is
// killed again and again, and what access-report says of it afterwards.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <thread>

#include "desk/passwords.h"
#include "documents/mail/scripted_server.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "tests/harness/process.h"
#include "tests/harness/temporary.h"

namespace afterglow::input {
namespace {

namespace fs = std::filesystem;
using harness::parsed;
using harness::Person;
using harness::Reply;
using harness::ServerProcess;
using Seconds = std::chrono::duration<double>;

// A mail server at a given port that takes every message; `on_message` is called before it says so.
class Mailbox {
public:
    explicit Mailbox(int port, std::function<void()> on_message = {}) : on_message_(std::move(on_message)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int yes = 1;
        setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
            ::listen(listener_, 8) != 0)
            throw std::runtime_error("the mailbox cannot be opened");
        thread_ = std::jthread([this] { take(); });
    }
    ~Mailbox() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }

    // How many messages about this emergency arrived.
    std::ptrdiff_t about(const std::string& emergency) {
        const std::lock_guard lock(mutex_);
        return std::ranges::count_if(messages_, [&](const std::string& each) {
            return each.find("emergency-" + emergency) != std::string::npos;
        });
    }

private:
    void take() {
        for (int socket = 0; (socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(socket)) {
            documents::Peer peer(socket);
            peer.until_message();
            const std::string message = peer.message();
            if (message.empty()) continue;
            {
                const std::lock_guard lock(mutex_);
                messages_.push_back(message);
            }
            if (on_message_) on_message_();
            peer.say("250 taken\r\n");
            while (!peer.line().empty()) peer.say("221 goodbye\r\n");
        }
    }
    std::function<void()> on_message_;
    int listener_ = -1;
    std::mutex mutex_;
    std::vector<std::string> messages_;
    std::jthread thread_;
};

bool comes_true(const std::function<bool()>& holds, std::chrono::seconds within) {
    const auto begin = std::chrono::steady_clock::now();
    while (!holds()) {
        if (std::chrono::steady_clock::now() - begin > within) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return true;
}

struct EmergencyProgram : testing::Test {
    EmergencyProgram() {
        fs::copy(harness::source_path("policy/cz-outpatient"), pack, fs::copy_options::recursive);
        fs::copy(harness::source_path("instruments"), instruments, fs::copy_options::recursive);
        std::ifstream before(pack / "pack.toml");
        const std::string text(std::istreambuf_iterator<char>(before), {});
        std::ofstream(pack / "pack.toml") << "privacy_email = \"privacy@clinic.example\"\n" << text;
        for (const auto& [user, role] :
             {std::pair("eva", "coordinator"), std::pair("adam", "administrator"), std::pair("milan", "manager")})
            harness::add_account(data, user, {role});
        port = documents::free_port();
        start();
        EXPECT_EQ(sign_in("eva")
                      .command("register-patient", parsed(R"({"patient":")" + patient + R"(","details":
            {"given_name":"Jana","family_name":"Nováková","birth_date":"1986-03-14","language":"cs"}})"))
                      .status,
                  200);
    }
    void start() {
        server = std::make_unique<ServerProcess>(
            data,
            std::vector<std::string>{"--policy", pack.string(), "--instruments", instruments.string(), "--smtp",
                                     "127.0.0.1:" + std::to_string(port), "--smtp-security", "none", "--mail-from",
                                     "clinic@clinic.example", "--public-url", "https://clinic.example"});
    }
    Person sign_in(const std::string& user) {
        Person person(server->port(), user);
        EXPECT_EQ(person.sign_in().status, 200) << user;
        return person;
    }
    std::string open(Person& person) {
        const std::string id = desk::new_uuid();
        const Reply reply = person.command(
            "open-emergency-access",
            parsed(R"({"emergency":")" + id + R"(","patient":")" + patient + R"(","reason":"fell unconscious"})"));
        EXPECT_EQ(reply.status, 200) << reply.text;
        return id;
    }
    void close(Person& person, const std::string& id) {
        EXPECT_EQ(person.command("close-emergency-access", parsed(R"({"emergency":")" + id + R"("})")).status, 200);
    }
    std::string record() const { return "/api/v1/patients/" + patient + "/record"; }

    harness::TemporaryFolder folder{"emergency"};
    const fs::path data = folder.path() / "clinic", pack = folder.path() / "pack",
                   instruments = folder.path() / "instruments";
    const std::string patient = desk::new_uuid();
    int port = 0;
    std::unique_ptr<ServerProcess> server;
};

TEST_F(EmergencyProgram, GoesOnWhenThePolicyPackIsDamagedMeanwhile) {
    for (const fs::path& where : {pack, instruments}) {
        for (const auto& entry : fs::recursive_directory_iterator(where)) {
            if (entry.is_regular_file()) std::ofstream(entry.path(), std::ios::trunc) << "\xff = [[[ not toml";
        }
    }
    fs::remove(pack / "pack.toml");
    Person eva = sign_in("eva"), adam = sign_in("adam");
    EXPECT_EQ(eva.get(record()).status, 403);
    const auto begin = std::chrono::steady_clock::now();
    const std::string id = open(eva);
    EXPECT_EQ(eva.get(record()).status, 200);
    const double took = Seconds(std::chrono::steady_clock::now() - begin).count();
    EXPECT_LT(took, 10);
    std::printf("opened and read within %.3f s\n", took);
    close(eva, id);
    EXPECT_EQ(eva.get(record()).status, 403);
    EXPECT_EQ(
        adam.command("review-emergency-access", parsed(R"({"emergency":")" + id + R"(","finding":"right"})")).status,
        200);
}

TEST_F(EmergencyProgram, TheNoticeSurvivesKillsAndIsThereSoonAfterTheMailServer) {
    constexpr int kKills = 6;
    std::vector<std::string> opened;
    for (int i = 0; i < kKills; ++i) {
        Person person = sign_in(i % 2 ? "milan" : "eva");
        if (i >= 2) close(person, opened[static_cast<std::size_t>(i - 2)]);
        opened.push_back(open(person));
        std::this_thread::sleep_for(std::chrono::milliseconds(i * 700));  // with an attempt under way, or before it
        server->kill();
        start();
    }
    std::this_thread::sleep_for(std::chrono::seconds(3));  // an attempt has failed: the next one waits
    Mailbox mailbox(port);
    const auto begin = std::chrono::steady_clock::now();
    const auto all_told = [&] {
        return std::ranges::all_of(opened, [&](const std::string& id) { return mailbox.about(id) > 0; });
    };
    EXPECT_TRUE(comes_true(all_told, std::chrono::seconds(60)));
    std::printf("%zu notices arrived within %.1f s of the mail server, after %d kills\n", opened.size(),
                Seconds(std::chrono::steady_clock::now() - begin).count(), kKills);
    EXPECT_TRUE(comes_true(
        [&] {
            const Reply list = sign_in("adam").get("/api/v1/emergencies");
            const auto& rows = *list.json.find("emergencies")->array();
            return std::ranges::all_of(rows, [](const Json& row) { return harness::at(row, "/told_at") != nullptr; });
        },
        std::chrono::seconds(10)));
    server->kill();
    start();
    std::this_thread::sleep_for(std::chrono::seconds(5));
    for (const std::string& id : opened) EXPECT_EQ(mailbox.about(id), 1) << "told again, though nobody died meanwhile";
}

// The mail server has the message, and the program dies before it hears so: a second message is better than none.
TEST_F(EmergencyProgram, KilledWhileItSendsItSendsAgain) {
    std::atomic<int> kills{0};
    std::mutex starting;
    Mailbox mailbox(port, [&] {
        if (kills++ > 0) return;
        const std::lock_guard lock(starting);
        server->kill();
    });
    std::string id;
    {
        Person eva = sign_in("eva");
        id = open(eva);
    }
    EXPECT_TRUE(comes_true([&] { return kills > 0; }, std::chrono::seconds(20)));
    {
        const std::lock_guard lock(starting);
        start();
    }
    EXPECT_TRUE(comes_true([&] { return mailbox.about(id) > 1; }, std::chrono::seconds(30)));
    EXPECT_TRUE(
        comes_true([&] { return sign_in("adam").get("/api/v1/emergencies").text.find("told_at") != std::string::npos; },
                   std::chrono::seconds(10)));
}

TEST_F(EmergencyProgram, AccessReportSaysWhoOpenedWhatAndWhy) {
    Person eva = sign_in("eva"), adam = sign_in("adam");
    const std::string id = open(eva);
    eva.get(record());
    close(eva, id);
    adam.command("review-emergency-access",
                 parsed(R"({"emergency":")" + id + R"(","finding":"the husband confirms"})"));
    const std::string open_one = open(eva);
    EXPECT_EQ(server->stop().status, 0);
    const auto csv = folder.path() / "report.csv";
    const harness::Output said = harness::run_program({"access-report", "--data", data.string(), "--from", "2020-01-01",
                                                       "--to", "2100-01-01", "--csv", csv.string()});
    EXPECT_EQ(said.status, 0) << said.out;
    for (const char* words : {"2 records were opened in an emergency", "reason: fell unconscious",
                              "read: record, 1 times", "the husband confirms", "not reviewed yet", "Jana Nováková"})
        EXPECT_NE(said.out.find(words), std::string::npos) << words << "\n" << said.out;
    std::ifstream file(csv);
    const std::string table(std::istreambuf_iterator<char>(file), {});
    EXPECT_NE(table.find("RecordReadInEmergency"), std::string::npos);
    EXPECT_NE(table.find("record,1," + id + "\r\n"), std::string::npos) << table;
}

}  // namespace
}  // namespace afterglow::input
