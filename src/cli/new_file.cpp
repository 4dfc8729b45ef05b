#include "cli/new_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <cerrno>
#include <vector>

#include "base/unicode.h"
#include "cli/io.h"

namespace nnshape {
namespace {

// Holds signals back to the end of the scope.
class HeldSignals {
  public:
    HeldSignals() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    HeldSignals(const HeldSignals&) = delete;
    HeldSignals& operator=(const HeldSignals&) = delete;
    ~HeldSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  private:
    sigset_t before_;
};

std::string folder_of(const std::string& target) {
    size_t slash = target.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : target.substr(0, slash);
}

// An open file beside the target. It has no name until it is complete, where the system can do that; else signals wait
// until it has the name of the target.
class NewFile {
  public:
    explicit NewFile(const std::string& target) : target_(target), folder_(folder_of(target)) {
        bool can_be_named = ::access("/proc/self/fd", X_OK) == 0;
        if (can_be_named) descriptor_ = ::open(folder_.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
        if (descriptor_ < 0 && errno != EACCES) open_named();
        if (descriptor_ < 0) error_ = errno;
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
        if (!name_.empty()) ::unlink(name_.c_str());
    }

    int descriptor() const { return descriptor_; }

    /// Why the file could not be opened: an errno, or 0.
    int error() const { return error_; }

    /// Gives the file the name of the target. Returns 0 or an errno.
    int take_name() {
        HeldSignals held;
        if (name_.empty() && !give_name()) return errno;
        int error = ::close(std::exchange(descriptor_, -1)) == 0 ? 0 : errno;
        if (error == 0 && ::rename(name_.c_str(), target_.c_str()) != 0) error = errno;
        if (error != 0) ::unlink(name_.c_str());
        name_.clear();
        return error;
    }

  private:
    static constexpr int most_attempts = 100;

    std::string unused_name(int attempt) const {
        return fmt::format("{}/.nnshape-{}-{}", folder_, ::getpid(), attempt);
    }

    void open_named() {
        held_.emplace();
        for (int attempt = 0; attempt < most_attempts && descriptor_ < 0; ++attempt) {
            std::string name = unused_name(attempt);
            descriptor_ = ::open(name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
            if (descriptor_ >= 0) name_ = std::move(name);
            if (descriptor_ < 0 && errno != EEXIST) return;
        }
    }

    bool give_name() {
        std::string own = fmt::format("/proc/self/fd/{}", descriptor_);
        for (int attempt = 0; attempt < most_attempts; ++attempt) {
            std::string name = unused_name(attempt);
            if (::linkat(AT_FDCWD, own.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0) {
                name_ = std::move(name);
                return true;
            }
            if (errno != EEXIST) return false;
        }
        return false;
    }

    std::optional<HeldSignals> held_;  // released after the file is gone
    std::string target_, folder_, name_;
    int descriptor_ = -1;
    int error_ = 0;
};

FileFault would_part(const Destination& to, const std::string& what) {
    return {to.path, fmt::format("`{}` {}; `--force` replaces it all the same", printable(to.path), what)};
}

// The value of an extended attribute. Nothing if it cannot be read.
std::optional<std::string> attribute(int descriptor, const char* name) {
    ssize_t size = ::fgetxattr(descriptor, name, nullptr, 0);
    std::string value(size > 0 ? static_cast<size_t>(size) : 0, '\0');
    if (size > 0) size = ::fgetxattr(descriptor, name, value.data(), value.size());
    if (size < 0) return std::nullopt;
    value.resize(static_cast<size_t>(size));
    return value;
}

std::vector<std::string> attribute_names(int descriptor) {
    ssize_t size = ::flistxattr(descriptor, nullptr, 0);
    std::string list(size > 0 ? static_cast<size_t>(size) : 0, '\0');
    if (size > 0) size = ::flistxattr(descriptor, list.data(), list.size());
    if (size <= 0) return {};
    list.resize(static_cast<size_t>(size));
    std::vector<std::string> names;
    for (size_t at = 0; at < list.size(); at = list.find('\0', at) + 1) names.emplace_back(list.c_str() + at);
    return names;
}

// Copies the extended attributes, access lists among them. Returns the name of one that cannot be kept, or nothing.
std::optional<std::string> copy_attributes(const std::string& from, int to) {
    int before = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
    if (before < 0) return std::nullopt;  // a file that may be written but not read
    std::optional<std::string> lost;
    for (const std::string& name : attribute_names(before)) {
        auto value = attribute(before, name.c_str());
        if (value && attribute(to, name.c_str()) == value) continue;
        bool kept = value && ::fsetxattr(to, name.c_str(), value->data(), value->size(), 0) == 0;
        if (!kept && !lost) lost = name;
    }
    ::close(before);
    return lost;
}

// Gives a new file what the one before has. A new owner gets no rights that the mode gave the owner before.
std::optional<FileFault> take_over(const Destination& to, const NewFile& file) {
    const struct stat& before = *to.before;
    struct stat own {};
    bool same = ::fstat(file.descriptor(), &own) == 0 && own.st_uid == before.st_uid && own.st_gid == before.st_gid;
    bool owned = same || ::fchown(file.descriptor(), before.st_uid, before.st_gid) == 0;
    if (!owned && !to.force) return would_part(to, "has an owner or a group that a new file cannot have");
    mode_t mode = before.st_mode & (owned ? 07777 : 0777);
    if (::fchmod(file.descriptor(), mode) != 0) return write_fault(to.path, errno);
    auto lost = copy_attributes(to.target, file.descriptor());
    if (!lost || to.force) return std::nullopt;
    return would_part(to, fmt::format("has the attribute `{}`, which a new file cannot have", printable(*lost)));
}

}  // namespace

std::optional<FileFault> write_new(const Destination& to, std::string_view bytes) {
    if (to.before && to.before->st_nlink > 1 && !to.force) {
        return would_part(to, "has several names (hard links), and only this one would lead to the new file");
    }
    NewFile file(to.target);
    if (file.error() == EACCES) {
        return FileFault{to.path, fmt::format("cannot write `{}`: its folder may not be written", printable(to.path))};
    }
    if (file.error() != 0) return write_fault(to.path, file.error());
    if (to.before) {
        if (auto fault = take_over(to, file)) return fault;
    }
    int error = write_all(file.descriptor(), bytes) == Written::all ? 0 : errno;
    if (error == 0) error = file.take_name();
    if (error != 0) return write_fault(to.path, error);
    return std::nullopt;
}

}  // namespace nnshape
