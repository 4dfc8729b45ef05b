#include "cli/batch/interrupt.h"

#include <poll.h>
#include <cerrno>
#include <iterator>
#include <utility>

namespace nnshape {
namespace {

constexpr int signals[] = {SIGINT, SIGTERM};

volatile std::sig_atomic_t noted = 0;

void note(int signal) { noted = signal; }

sigset_t signal_set() {
    sigset_t set;
    sigemptyset(&set);
    for (int signal : signals) sigaddset(&set, signal);
    return set;
}

}  // namespace

Interrupt::Interrupt() {
    noted = 0;
    struct sigaction action {};
    action.sa_handler = note;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (size_t index = 0; index < std::size(signals); ++index) {
        sigaction(signals[index], nullptr, &before_[index]);
        if (before_[index].sa_handler != SIG_IGN) sigaction(signals[index], &action, nullptr);
    }
}

Interrupt::~Interrupt() {
    for (size_t index = 0; index < std::size(signals); ++index) sigaction(signals[index], &before_[index], nullptr);
}

// The signals are unblocked only inside ppoll. Otherwise a signal between the test of `noted` and the call would not
// wake it.
bool Interrupt::wait_for(int descriptor) const {
    Shield shield;
    sigset_t open;
    pthread_sigmask(SIG_SETMASK, nullptr, &open);
    for (int signal : signals) sigdelset(&open, signal);
    pollfd request{descriptor, POLLIN, 0};
    while (noted == 0 && ::ppoll(&request, 1, nullptr, &open) < 0 && errno == EINTR) {}
    return noted == 0;
}

void Interrupt::pass_on() {
    if (int signal = std::exchange(noted, 0); signal != 0) {
        struct sigaction standard {};
        standard.sa_handler = SIG_DFL;
        sigaction(signal, &standard, nullptr);
        ::raise(signal);
    }
}

Interrupt::Shield::Shield() {
    sigset_t set = signal_set();
    pthread_sigmask(SIG_BLOCK, &set, &before_);
}

Interrupt::Shield::~Shield() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

}  // namespace nnshape
