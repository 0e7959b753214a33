#pragma once
// For tests: a certificate signed by itself.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "http/server/server.h"

namespace afterglow::http::testing {

// Valid from and until so many seconds from now; the files are `name`.crt and `name`.key.
inline TlsFiles make_certificate(const std::filesystem::path& folder, const std::string& name, long from = -3600,
                                 long until = 3600) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), until);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("clinic"), -1, -1,
                               0);
    X509_set_issuer_name(certificate.get(), subject);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    const TlsFiles files{(folder / (name + ".crt")).string(), (folder / (name + ".key")).string()};
    std::FILE* out = std::fopen(files.certificate.c_str(), "w");
    PEM_write_X509(out, certificate.get());
    std::fclose(out);
    out = std::fopen(files.key.c_str(), "w");
    PEM_write_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
    return files;
}

}  // namespace afterglow::http::testing
