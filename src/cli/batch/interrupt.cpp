#include "cli/batch/interrupt.h"

#include <poll.h>
#include <time.h>
#include <cerrno>
#include <iterator>

namespace nnshape {
namespace {

constexpr int signals[] = {SIGINT, SIGTERM};

volatile std::sig_atomic_t noted = 0;

// Runs from the first signal on: a line may take minutes.
timer_t patience;
volatile std::sig_atomic_t has_patience = 0;

void set_patience(long nanoseconds) {
    itimerspec time{};
    time.it_value.tv_nsec = nanoseconds;
    if (has_patience != 0) timer_settime(patience, 0, &time, nullptr);
}

void note(int signal) {
    noted = signal;
    set_patience(700'000'000);
}

// Ends the program by the noted signal, even if this thread holds it back.
void give_up(int) {
    int signal = noted;
    if (signal == 0) return;
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    sigaction(signal, &standard, nullptr);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal);
    pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
    ::raise(signal);
}

sigset_t signal_set() {
    sigset_t set;
    sigemptyset(&set);
    for (int signal : signals) sigaddset(&set, signal);
    return set;
}

}  // namespace

Interrupt::Interrupt() {
    noted = 0;
    struct sigaction alarm {};
    alarm.sa_handler = give_up;
    sigaction(SIGALRM, &alarm, &alarm_before_);
    sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGALRM;
    has_timer_ = timer_create(CLOCK_MONOTONIC, &event, &patience) == 0;
    has_patience = has_timer_ ? 1 : 0;
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
    disarm();
    has_patience = 0;
    if (has_timer_) timer_delete(patience);
    sigaction(SIGALRM, &alarm_before_, nullptr);
}

void Interrupt::disarm() {
    set_patience(0);
    noted = 0;
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
    int signal = noted;
    disarm();
    if (signal != 0) {
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
