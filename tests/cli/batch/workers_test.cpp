#include "cli/batch/workers.h"

#include <pthread.h>
#include <stdexcept>

#include "support/catch.h"
#include "support/program.h"

// batch's threads where something fails: there are none, or what they write cannot be written.
using namespace nnshape;
using namespace nnshape::test;

namespace {

const std::string line = R"({"id":1,"input":[4],"layers":[{"type":"relu"}]})"
                         "\n";

// From now on no thread can start, as there is no room for its stack.
class NoThreads {
  public:
    NoThreads() {
        REQUIRE(pthread_getattr_default_np(&before_) == 0);
        pthread_attr_t huge = before_;
        REQUIRE(pthread_attr_setstacksize(&huge, size_t{1} << 47) == 0);
        REQUIRE(pthread_setattr_default_np(&huge) == 0);
    }
    ~NoThreads() { pthread_setattr_default_np(&before_); }
    NoThreads(const NoThreads&) = delete;
    NoThreads& operator=(const NoThreads&) = delete;

  private:
    pthread_attr_t before_;
};

bool refuse(const std::string&, const BatchCounts&) { throw std::runtime_error("no paper"); }

}  // namespace

TEST_CASE("where no thread can start, batch answers without") {
    Ran alone = run_program({"batch", "-j", "1"}, line + line);
    NoThreads none;
    Ran ran = run_program({"batch", "-j", "4"}, line + line);
    CHECK(ran.code == 0);
    CHECK(ran.err == "");
    CHECK(ran.out == alone.out);
}

TEST_CASE("what a thread throws is thrown where more is put, or at the end") {
    const BatchSettings settings;
    BatchWorkers ended(2, settings, refuse);
    LineBlock block{.text = line};
    CHECK(ended.put(block));
    CHECK_THROWS_WITH(ended.finish(), "no paper");

    BatchWorkers full(2, settings, refuse);
    auto put_on = [&] {
        while (true) {
            LineBlock next{.text = line};
            full.put(next);
        }
    };
    CHECK_THROWS_WITH(put_on(), "no paper");
}
