#define CATCH_CONFIG_RUNNER
#include "support/catch.h"

#include <unistd.h>
#include <csignal>
#include <cstdlib>

// Under AddressSanitizer what is freed is kept for a while; kept small, the memory of a run can still be measured.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "quarantine_size_mb=1:thread_local_quarantine_size_kb=64"; }

// The tests run in the project's folder, whatever folder they are started from, and without the caller's colours.
int main(int argc, char** argv) {
    if (chdir(NNSHAPE_SOURCE_DIR) != 0) return 2;
    std::signal(SIGPIPE, SIG_IGN);
    unsetenv("NO_COLOR");
    unsetenv("CLICOLOR_FORCE");
    unsetenv("TERM");
    return Catch::Session().run(argc, argv);
}
